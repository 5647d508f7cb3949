import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.flavours.PDFAFlavour.Specification;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Validates PDF files with veraPDF, many in one process.
 *
 * Arguments: pairs of a flavour's id and the name of its profile in veraPDF's jar, such as "2a PDFA-2A". Standard input:
 * for each file its length (8 bytes, big-endian) and its bytes. Standard output: lines of fields parted by tabs. "judged",
 * the file's index from 0, the flavour and the number of assertions made; before it for each rule that failed "failed",
 * index, flavour, clause, test, how often, the message and where it failed first. A file that veraPDF cannot read is
 * "broken", with the reason. Ends with code 0 when all of standard input was judged, whatever the verdicts.
 *
 * veraPDF reads its profiles with JAXB, which Java has had no implementation of since version 11. They are read here
 * instead, so that nothing but the jar is needed.
 */
public final class VeraCheck {
    private static final int MOST_FAILURES = 10000;

    private record Failure(int count, TestAssertion first) {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
        for (int index = 0; index < arguments.length; index += 2) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[index]);
            profiles.put(flavour, profile(flavour, arguments[index + 1]));
        }
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        for (int index = 0; more(in); index++) {
            byte[] file = in.readNBytes((int) in.readLong());
            for (Map.Entry<PDFAFlavour, ValidationProfile> entry : profiles.entrySet()) {
                judge(file, Integer.toString(index), entry.getKey(), entry.getValue(), out);
            }
        }
        System.exit(0);
    }

    private static boolean more(DataInputStream in) throws IOException {
        in.mark(1);
        boolean found = in.read() >= 0;
        if (found) {
            in.reset();
        }
        return found;
    }

    private static void judge(
            byte[] file, String index, PDFAFlavour flavour, ValidationProfile profile, PrintStream out) {
        try (InputStream stream = new ByteArrayInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator =
                        Foundries.defaultInstance().createValidator(profile, MOST_FAILURES, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            TreeMap<String, Failure> failures = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "\t" + assertion.getRuleId().getTestNumber();
                    failures.merge(rule, new Failure(1, assertion), (a, b) -> new Failure(a.count() + 1, a.first()));
                }
            }
            failures.forEach((rule, failure) -> {
                TestAssertion first = failure.first();
                String said = first.getErrorMessage();
                print(out, "failed", index, flavour.getId(), rule.split("\t")[0], rule.split("\t")[1],
                        Integer.toString(failure.count()), said == null || said.isBlank() ? first.getMessage() : said,
                        first.getLocation().getContext());
            });
            print(out, "judged", index, flavour.getId(), Integer.toString(result.getTotalAssertions()));
        } catch (Exception | StackOverflowError reason) {
            print(out, "broken", index, flavour.getId(), String.valueOf(reason));
        }
    }

    private static void print(PrintStream out, String... fields) {
        for (int index = 0; index < fields.length; index++) {
            fields[index] = String.valueOf(fields[index]).replaceAll("\\s+", " ");
        }
        out.println(String.join("\t", fields));
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        try (InputStream stream = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
            Element root = document.getDocumentElement();
            Set<Rule> rules = new LinkedHashSet<>();
            for (Element rule : children(child(root, "rules"))) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new LinkedHashSet<>();
            for (Element variable : children(child(root, "variables"))) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                        text(variable, "defaultValue"), text(variable, "value")));
            }
            return Profiles.profileFromValues(
                    flavour, Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = child(rule, "id");
        Element error = child(rule, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(child(error, "arguments"))) {
            arguments.add(ErrorArgumentImpl.fromValues(
                    argument.getTextContent().strip(), argument.getAttribute("name"), null));
        }
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
                text(rule, "test"), Profiles.errorFromValues(text(error, "message"), arguments), List.of());
    }

    private static List<Element> children(Element element) {
        List<Element> found = new ArrayList<>();
        for (Node node = element == null ? null : element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                found.add(child);
            }
        }
        return found;
    }

    private static Element child(Element element, String name) {
        return children(element).stream().filter(one -> one.getTagName().equals(name)).findFirst().orElse(null);
    }

    private static String text(Element element, String name) {
        Element found = child(element, name);
        return found == null ? "" : found.getTextContent().strip();
    }
}
