package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.camelnextmv.api.PublicApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others may rely on is marked, listed, and shows nothing that is not. */
class PublicApiTest {
    private static final JavaClasses ALL = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
            .importPackages("io.camelnextmv");

    private static List<JavaClass> marked() {
        return ALL.stream().filter(type -> type.isAnnotatedWith(PublicApi.class) || type.isEquivalentTo(PublicApi.class))
                .toList();
    }

    @Test
    void theMarkedTypesAreThoseOfTheListAndTheListNamesNoOther() throws Exception {
        String section = Files.readString(Path.of("docs", "public-interface.md")).split("## Types")[1].split("\n## ")[0];
        Set<String> listed = Pattern.compile("(?m)^\\| `([\\w.]+)`").matcher(section).results()
                .map((MatchResult found) -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(marked()).hasSizeGreaterThan(5).extracting(JavaClass::getName)
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void theyCanBeUsedFromOutsideAndShowNoTypeThatIsNotMarked() {
        for (JavaClass type : marked()) {
            assertThat(type.getModifiers()).as(type.getName()).contains(JavaModifier.PUBLIC);
            Stream<JavaClass> shown = Stream.concat(type.getAllMembers().stream()
                    .filter(member -> member.getOwner().getName().startsWith("io.camelnextmv"))
                    .filter(PublicApiTest::isSeen).flatMap(member -> member.getAllInvolvedRawTypes().stream()),
                    Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream()));
            assertThat(shown.map(JavaClass::getBaseComponentType)).as("what %s shows", type.getName())
                    .allMatch(PublicApiTest::mayBeShown);
        }
    }

    private static boolean isSeen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC) || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean mayBeShown(JavaClass type) {
        return type.isPrimitive() || type.getPackageName().startsWith("java.") || type.getPackageName().equals("org.apache.camel")
                || type.isAnnotatedWith(PublicApi.class);
    }

    /** Its header, endpoint or setting is a promise: what is listed there is in the routes. */
    @Test
    void theEndpointsOfTheListAreInTheRoutes() throws Exception {
        String list = Files.readString(Path.of("docs", "public-interface.md"));
        Set<String> endpoints = Pattern.compile("`direct:([\\w-]+)`").matcher(list).results()
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        StringBuilder routes = new StringBuilder(Files.readString(Path.of("config", "application.properties")));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                routes.append(Files.readString(file));
            }
        }

        assertThat(endpoints).hasSize(5).allMatch(name -> routes.indexOf("name: " + name + "\n") > 0
                || routes.indexOf("= direct:" + name + "\n") > 0);
    }
}
