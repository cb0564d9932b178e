package org.sippresence;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess.Predicates;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the map of packages: who may use whom, and which technology stays where. */
final class ArchitectureTest {

    private static final String ROOT = "org.sippresence.";

    /** Each package with those of ours that it may use. {@code bootstrap} may use all. */
    private static final String MAY_USE = """
            model          ->
            settings       -> model
            engine         ->
            hook           ->
            access         -> model
            xml            ->
            pidf           -> model xml
            eventpackage   -> model authorization
            authorization  -> model access pidf xml settings
            attributes     -> model
            publication    -> model eventpackage settings
            subscription   -> model access eventpackage authorization settings
            authentication -> engine model settings account
            audit          -> access engine model settings authentication
            account        -> model engine settings
            registration   -> model settings
            message        -> model registration
            presentity     -> model engine publication registration subscription
            notification   -> engine model eventpackage authorization presentity publication registration subscription settings
            service        -> engine model authorization publication registration subscription message presentity notification xml settings
            internal       -> model eventpackage subscription notification service
            offline        -> model presentity notification subscription settings
            events         -> model access pidf xml eventpackage subscription authorization presentity notification registration offline settings
            maintenance    -> engine model pidf xml authorization eventpackage publication registration subscription presentity notification service settings
            persistence    -> model access attributes engine presentity publication registration subscription account settings
            clientsubscription -> model xml eventpackage registration settings
            sip            -> audit authentication model access hook clientsubscription eventpackage authorization publication registration subscription message presentity notification service settings engine
            xcap           -> audit engine model access attributes authentication authorization eventpackage subscription notification xml settings presentity
            rest           -> audit engine model access attributes authentication authorization eventpackage publication registration subscription account message service maintenance settings offline
            container      -> settings hook
            """;

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.sippresence");
    }

    private static Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        MAY_USE.lines().forEach(line -> {
            String[] sides = line.split("->", -1);
            table.put(
                    sides[0].strip(),
                    Stream.of(sides[1].strip().split(" "))
                            .filter(name -> !name.isEmpty())
                            .toList());
        });
        return table;
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        table().forEach((name, allowed) -> {
            List<String> ours = new ArrayList<>(allowed);
            ours.add(name);
            DescribedPredicate<JavaClass> forbidden = resideInAPackage("org.sippresence..")
                    .and(DescribedPredicate.not(resideInAnyPackage(
                            ours.stream().map(each -> ROOT + each + "..").toArray(String[]::new))))
                    .as("packages other than %s", ours);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + name + "..")
                    .should()
                    .dependOnClassesThat(forbidden)
                    .allowEmptyShould(true)
                    .check(classes);
        });
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> used = classes.stream()
                .map(each -> each.getPackageName().substring(ROOT.length()))
                .map(name -> name.contains(".") ? name.substring(0, name.indexOf('.')) : name)
                .collect(Collectors.toCollection(TreeSet::new));
        used.remove("bootstrap");
        assertThat(table().keySet()).containsAll(used);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.sippresence.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void atMostTwoFilesOfAPackageFormACycle() {
        Map<String, Set<String>> reachable = new TreeMap<>();
        filesOfOnePackage().forEach((file, used) -> reachable.put(file, new TreeSet<>(used)));
        for (String through : reachable.keySet()) {
            for (Set<String> files : reachable.values()) {
                if (files.contains(through)) {
                    files.addAll(reachable.get(through));
                }
            }
        }
        Set<Set<String>> cycles = reachable.keySet().stream()
                .map(file -> reachable.get(file).stream()
                        .filter(each -> reachable.get(each).contains(file))
                        .collect(Collectors.toSet()))
                .filter(cycle -> cycle.size() > 2)
                .collect(Collectors.toSet());
        assertThat(cycles).isEmpty();
    }

    /** Returns each source file, named by its top-level class, with the others of its package that it uses. */
    private static Map<String, Set<String>> filesOfOnePackage() {
        Map<String, Set<String>> files = new TreeMap<>();
        for (JavaClass each : classes) {
            Set<String> used = files.computeIfAbsent(file(each), name -> new TreeSet<>());
            each.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().equals(each.getPackageName()))
                    .map(ArchitectureTest::file)
                    .filter(name -> !name.equals(file(each)))
                    .forEach(used::add);
        }
        return files;
    }

    private static String file(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    @Test
    void eachTechnologyStaysWhereItBelongs() {
        confine(List.of("javax.servlet.sip.."), "sip", "bootstrap", "container", "hook");
        confine(List.of("javax.sip..", "gov.nist..", "org.mobicents.."), "sip", "hook", "container");
        confine(List.of("org.apache.catalina..", "org.apache.coyote..", "org.apache.tomcat.."), "container", "hook");
        confine(
                List.of("jakarta.persistence..", "org.hibernate..", "org.flywaydb..", "com.zaxxer..", "java.sql.."),
                "persistence");
        confine(List.of("javax.ws.rs..", "org.glassfish.."), "rest", "xcap");
        confine(List.of("com.fasterxml.jackson.."), "rest", "audit");
        confine(List.of("javax.xml.stream..", "com.ctc.wstx..", "org.codehaus.stax2.."), "xml", "xcap");
        confine(List.of("io.netty.util.."), "engine", "hook");
        confine(List.of("io.netty.channel..", "io.netty.buffer..", "io.netty.handler.."), "hook");
        confine(List.of("ch.qos.logback.."), "settings.logging", "container");
        confine(List.of("org.w3c.dom..")); // trees of documents are ours
    }

    private static void confine(List<String> technology, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(packages).map(each -> ROOT + each + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(technology.toArray(String[]::new))
                .check(classes);
    }

    @Test
    void onlyTheLauncherPrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "container..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(classes);
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(name("printStackTrace")))
                .check(classes);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(name("sleep"))
                        .and(Predicates.targetOwner(
                                nameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit"))))
                .check(classes);
    }

    @Test
    void theTimeComesFromAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "bootstrap..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    @Test
    void onlyConstantsArePublicFields() {
        fields().that().arePublic().should().beStatic().andShould().beFinal().check(classes);
    }

    @Test
    void entitiesAreNotPublic() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate()
                .check(classes);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*\\.(Default|Abstract)[A-Z]\\w*|.*(Impl|Helper|Utils?)")
                .check(classes);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..impl..", "..dto..", "..manager..")
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            Set<Path> packages = sources.filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .collect(Collectors.toSet());
            assertThat(packages)
                    .isNotEmpty()
                    .allSatisfy(directory ->
                            assertThat(directory.resolve("package-info.java")).exists());
        }
    }

    @Test
    void everyNameOfAFileIsThereOnce() throws IOException {
        List<String> names = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/test/java", "it-tests/java", "bench/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                        .forEach(names::add);
            }
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }
}
