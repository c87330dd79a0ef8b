package io.offlinepush.quickstart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house: who may know whom. Dependencies point inward, and a new module is found by itself. */
class HouseRulesTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.offlinepush");

    @Test
    void everyModuleIsLookedAt() throws IOException {
        assertThat(modules().keySet())
                .containsExactlyInAnyOrder(
                        "api",
                        "benchmarks",
                        "bom",
                        "core",
                        "provider-harmonyos",
                        "provider-inmemory",
                        "quickstart",
                        "sandbox",
                        "testkit");
        for (String module : modules().keySet()) {
            if (module.equals("benchmarks") || module.equals("bom")) {
                // The first may depend on anything and nothing here depends on it; the second has no classes.
                continue;
            }
            assertThat(CLASSES.stream().anyMatch(type -> module.equals(moduleOf(type))))
                    .as(module)
                    .isTrue();
        }
    }

    @Test
    void theApiDependsOnNothing() {
        classes()
                .that()
                .resideInAnyPackage("io.offlinepush.api..", "io.offlinepush.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify.annotations..", "io.offlinepush.api..", "io.offlinepush.spi..")
                .check(CLASSES);
    }

    @Test
    void onlyApplicationsDependOnTheCore() throws IOException {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.offlinepush.core..", "io.offlinepush.quickstart..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.offlinepush.core..")
                .check(CLASSES);
        modules().forEach((module, dependencies) -> {
            if (!module.equals("quickstart") && !module.equals("benchmarks")) {
                assertThat(dependencies).as(module).doesNotContain("offline-push-core");
            }
        });
    }

    @Test
    void providersAndTestkitKnowOnlyTheApi() throws IOException {
        modules().forEach((module, dependencies) -> {
            if (module.startsWith("provider-") || module.equals("testkit") || module.equals("core")) {
                assertThat(dependencies)
                        .as(module)
                        .filteredOn(it -> it.startsWith("offline-push-"))
                        .containsExactly("offline-push-api");
            }
        });
    }

    @Test
    void theSandboxKnowsNoneOfUs() throws IOException {
        assertThat(modules().get("sandbox")).noneMatch(it -> it.startsWith("offline-push-"));
        noClasses()
                .that()
                .resideInAPackage("io.offlinepush.sandbox..")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are another module's",
                        type -> type.getPackageName().startsWith("io.offlinepush.")
                                && !type.getPackageName().startsWith("io.offlinepush.sandbox")))
                .check(CLASSES);
    }

    @Test
    void noPackageIsInTwoModules() {
        Map<String, Set<String>> modulesByPackage = new TreeMap<>();
        CLASSES.forEach(type -> modulesByPackage
                .computeIfAbsent(type.getPackageName(), unused -> new TreeSet<>())
                .add(moduleOf(type)));
        assertThat(modulesByPackage)
                .allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }

    @Test
    void everyPackageIsNullMarked() {
        for (JavaClass type : CLASSES) {
            if (!type.getName().equals("module-info")) {
                assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                        .as(type.getPackageName())
                        .isTrue();
            }
        }
    }

    @Test
    void theRoomsOfTheCoreKnowEachOtherInOneDirection() {
        slices().matching("io.offlinepush.core.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void thePackagesOfTheSandboxKnowEachOtherInOneDirection() {
        slices().matching("io.offlinepush.sandbox.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void noLineIsLongerThan120Columns() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String module : modules().keySet()) {
            Path sources = ROOT.resolve(module).resolve("src");
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file -> tooLong.addAll(linesOver(120, file)));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** The places of lines that are too long, for example {@code core/src/main/java/…/Lane.java:17}. */
    private static List<String> linesOver(int most, Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).length() > most)
                    .mapToObj(i -> ROOT.relativize(file) + ":" + (i + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void timeAndThreadsAreGiven() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.offlinepush.core..",
                        "io.offlinepush.api..",
                        "io.offlinepush.spi..",
                        "io.offlinepush.inmemory..")
                .and()
                .doNotHaveSimpleName("SystemEnvironment")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .check(CLASSES);
    }

    /** Module to the artifacts that it depends on outside of tests, read from the build files. */
    private static Map<String, List<String>> modules() throws IOException {
        Map<String, List<String>> modules = new TreeMap<>();
        for (String module : all(ROOT.resolve("pom.xml"), "<module>([^<]+)</module>")) {
            String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"), StandardCharsets.UTF_8)
                    // What is managed is not depended on.
                    .replaceAll("(?s)<dependencyManagement>.*?</dependencyManagement>", "");
            modules.put(
                    module,
                    Pattern.compile("(?s)<dependency>(.*?)</dependency>")
                            .matcher(pom)
                            .results()
                            .map(found -> found.group(1))
                            .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                            .map(dependency -> first(dependency, "<artifactId>([^<]+)</artifactId>"))
                            .toList());
        }
        return modules;
    }

    private static List<String> all(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file, StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /** The folder of the module whose build made the class. */
    private static String moduleOf(JavaClass type) {
        String source = type.getSource().orElseThrow().getUri().toString();
        return first(source, "/([^/]+)/target/");
    }
}
