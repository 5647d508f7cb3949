"""Dataclasses that cost little to define: a command that starts defines some hundred and seventy of them.

Enters: a class with annotated fields. Leaves: what :func:`dataclasses.dataclass` makes of it, for type checkers and for
those who use its instances. Guaranteed: equality, hash, representation, pickling, ``replace`` and ``fields`` are those
of the standard library's; an instance is made no slower.

The standard library writes and compiles up to six functions for each class when it is defined, half a millisecond in
all; here a function is compiled when it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from collections.abc import Callable
    from dataclasses import MISSING, Field, FrozenInstanceError, field, fields, replace
    from dataclasses import dataclass as _standard
    from reprlib import recursive_repr

    def dataclass(*, frozen: bool = False, slots: bool, eq: bool = True) -> Callable[[type], type]:
        """As :func:`dataclasses.dataclass`, for classes with slots."""
        assert slots

        def made(cls: type) -> type:
            if cls.__doc__ is None:
                cls.__doc__ = cls.__name__  # the standard library would work out a signature for it
            own = vars(cls)
            cls = _standard(init=False, repr=False, eq=False, slots=True)(cls)
            known = fields(cls)
            methods = {"__init__": _late(cls, "__init__", _constructor, frozen), "__repr__": _representation(known)}
            if eq:
                methods["__eq__"] = _late(cls, "__eq__", _equality, frozen)
                methods["__hash__"] = _late(cls, "__hash__", _hash, frozen) if frozen else None
            if frozen:
                methods |= _FREEZING
                methods |= _pickling(known)
            for name, method in methods.items():
                if own.get(name) is None:
                    setattr(cls, name, method)
            return cls

        return made

    def _late(cls: type, name: str, write: Callable[[type, bool, dict[str, object]], str], frozen: bool) -> Any:
        """Return a method that, when first called, puts a compiled one in its place."""

        def method(self: object, /, *values: Any, **named: Any) -> Any:
            names: dict[str, object] = {"_missing": MISSING}
            exec(write(cls, frozen, names), names)  # made of names of fields alone
            compiled = names[name]
            compiled.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, compiled)
            return compiled(self, *values, **named)

        return method

    def _constructor(cls: type, frozen: bool, names: dict[str, object]) -> str:
        """Write the constructor. A frozen instance's values are set by way of its slots, as its class forbids it."""
        parameters, lines = ["self"], []
        for one in fields(cls):
            name, given = one.name, one.name
            parameter = name
            if one.default is not MISSING:
                names[f"_default_{name}"] = one.default
                parameter = f"{name}=_default_{name}"
            elif one.default_factory is not MISSING:
                names[f"_factory_{name}"] = one.default_factory
                parameter = f"{name}=_missing"
                given = f"_factory_{name}() if {name} is _missing else {name}"
            if one.init:
                parameters.append(parameter)
            elif parameter == name:
                continue
            else:
                given = f"_default_{name}" if one.default is not MISSING else f"_factory_{name}()"
            names[f"_set_{name}"] = getattr(cls, name).__set__
            lines.append(f"_set_{name}(self, {given})" if frozen else f"self.{name} = {given}")
        if hasattr(cls, "__post_init__"):
            lines.append("self.__post_init__()")
        body = "\n    ".join(lines) or "pass"
        return f"def __init__({', '.join(parameters)}):\n    {body}"

    def _equality(cls: type, frozen: bool, names: dict[str, object]) -> str:  # noqa: ARG001
        compared = [one.name for one in fields(cls) if one.compare]
        one, two = ("".join(f"{side}.{name}, " for name in compared) for side in ("self", "other"))
        return (
            f"def __eq__(self, other):\n    if other.__class__ is self.__class__:\n        return ({one}) == ({two})"
            "\n    return NotImplemented"
        )

    def _hash(cls: type, frozen: bool, names: dict[str, object]) -> str:  # noqa: ARG001
        hashed = [one.name for one in fields(cls) if (one.compare if one.hash is None else one.hash)]
        return f"def __hash__(self):\n    return hash(({''.join(f'self.{name}, ' for name in hashed)}))"

    def _representation(known: tuple[Field, ...]) -> Callable[[object], str]:
        names = [one.name for one in known if one.repr]

        @recursive_repr()
        def shown(self: object) -> str:
            values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({values})"

        return shown

    def _refuse_to_set(_: object, name: str, __: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(_: object, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    _FREEZING = {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}

    def _pickling(known: tuple[Field, ...]) -> dict[str, Callable[..., Any]]:
        """Pickling by default would set attributes."""

        def state(self: object) -> list[object]:
            return [getattr(self, one.name) for one in known]

        def restore(self: object, values: list[object]) -> None:
            for one, value in zip(known, values, strict=True):
                object.__setattr__(self, one.name, value)

        return {"__getstate__": state, "__setstate__": restore}


__all__ = ["dataclass", "field", "replace"]
