package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.api.PublicApi;
import io.camelnextmv.fixture.FileTree;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static List<Class<?>> marked() throws Exception {
        Path classes = Path.of(PublicApi.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> marked = new ArrayList<>(List.of(PublicApi.class));
        for (Path file : FileTree.files(classes).stream().filter(path -> path.toString().endsWith(".class")).toList()) {
            String name = classes.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
            Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()), false,
                    PublicApiTest.class.getClassLoader());
            if (type.isAnnotationPresent(PublicApi.class)) {
                marked.add(type);
            }
        }
        return marked;
    }

    @Test
    void theMarkedTypesAreThoseOfTheListAndTheListNamesNoOther() throws Exception {
        String section = Files.readString(Path.of("docs", "public-interface.md")).split("## Types")[1].split("\n## ")[0];
        Set<String> listed = Pattern.compile("(?m)^\\| `([\\w.]+)`").matcher(section).results()
                .map((MatchResult found) -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(marked()).hasSizeGreaterThan(5).<String>extracting(Class::getName)
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void theyCanBeUsedFromOutsideAndShowNoTypeThatIsNotMarked() throws Exception {
        for (Class<?> type : marked()) {
            assertThat(Modifier.isPublic(type.getModifiers())).as(type.getName()).isTrue();
            List<Type> shown = new ArrayList<>(List.of(type.getGenericInterfaces()));
            Stream.ofNullable(type.getGenericSuperclass()).forEach(shown::add);
            Stream.of(type.getDeclaredFields()).filter(PublicApiTest::isSeen)
                    .forEach(field -> shown.add(field.getGenericType()));
            Stream.of(type.getDeclaredConstructors()).filter(PublicApiTest::isSeen).forEach(made -> add(shown, made));
            Stream.of(type.getDeclaredMethods()).filter(PublicApiTest::isSeen).forEach(method -> {
                shown.add(method.getGenericReturnType());
                add(shown, method);
            });
            assertThat(shown.stream().flatMap(PublicApiTest::classes)).as("what %s shows", type.getName())
                    .allMatch(PublicApiTest::mayBeShown);
        }
    }

    private static void add(List<Type> shown, Executable member) {
        shown.addAll(List.of(member.getGenericParameterTypes()));
        shown.addAll(List.of(member.getGenericExceptionTypes()));
    }

    private static boolean isSeen(Member member) {
        return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
    }

    private static Stream<Class<?>> classes(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.concat(classes(generic.getRawType()),
                    Stream.of(generic.getActualTypeArguments()).flatMap(PublicApiTest::classes));
        }
        return type instanceof Class<?> one ? Stream.of(one.isArray() ? one.getComponentType() : one) : Stream.empty();
    }

    private static boolean mayBeShown(Class<?> type) {
        return type.isPrimitive() || type.getPackageName().startsWith("java.")
                || type.getPackageName().equals("org.apache.camel") || type.isAnnotationPresent(PublicApi.class);
    }

    /** Its header, endpoint or setting is a promise: what is listed there is in the routes. */
    @Test
    void theEndpointsOfTheListAreInTheRoutes() throws Exception {
        String list = Files.readString(Path.of("docs", "public-interface.md"));
        Set<String> endpoints = Pattern.compile("`direct:([\\w-]+)`").matcher(list).results()
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        StringBuilder routes = new StringBuilder(Files.readString(Path.of("config", "application.properties")));
        for (Path file : FileTree.in(Path.of("routes"))) {
            routes.append(Files.readString(file));
        }

        assertThat(endpoints).hasSize(5).allMatch(name -> routes.indexOf("name: " + name + "\n") > 0
                || routes.indexOf("= direct:" + name + "\n") > 0);
    }
}
