import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files with veraPDF, many in one process.
 *
 * Usage: VeraCheck FLAVOURS FILE…, for example "VeraCheck ua1,2a a.pdf b.pdf". Prints tab-separated lines: "judged", file,
 * flavour and the number of assertions made; then for each rule that failed "failed", file, flavour, clause-test, how
 * often, the message and where it failed first. A file that cannot be read is "broken". Ends with code 0 when it
 * judged every file, whatever the verdicts.
 */
public final class VeraCheck {
    private static final int MOST_FAILURES = 1000;

    private record Failure(int count, TestAssertion first) {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = true;
        for (int index = 1; index < arguments.length; index++) {
            for (String name : arguments[0].split(",")) {
                all &= judge(arguments[index], PDFAFlavour.fromString(name), out);
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean judge(String file, PDFAFlavour flavour, PrintStream out) {
        try (InputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(flavour, MOST_FAILURES, false, false, false)) {
            ValidationResult result = validator.validate(parser);
            print(out, "judged", file, flavour.getId(), Integer.toString(result.getTotalAssertions()));
            TreeMap<String, Failure> failures = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failures.merge(rule, new Failure(1, assertion), (a, b) -> new Failure(a.count() + 1, a.first()));
                }
            }
            failures.forEach((rule, failure) -> print(out, "failed", file, flavour.getId(), rule,
                    Integer.toString(failure.count()), failure.first().getMessage(),
                    failure.first().getLocation().getContext()));
            return true;
        } catch (Exception | StackOverflowError reason) {
            print(out, "broken", file, flavour.getId(), String.valueOf(reason));
            return false;
        }
    }

    private static void print(PrintStream out, String... fields) {
        for (int index = 0; index < fields.length; index++) {
            fields[index] = fields[index].replaceAll("\\s+", " ");
        }
        out.println(String.join("\t", fields));
    }
}
