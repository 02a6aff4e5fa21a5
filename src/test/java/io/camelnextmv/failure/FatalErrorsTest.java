package io.camelnextmv.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which errors no process survives. */
class FatalErrorsTest {
    private final List<Throwable> ends = new ArrayList<>();
    private final FatalErrors fatal = new FatalErrors(ends::add);

    static Stream<Throwable> fatal() {
        return Stream.of(new OutOfMemoryError("Java heap space"),
                new OutOfMemoryError("unable to create native thread"), new InternalError("fault"),
                new UnknownError(), new NoClassDefFoundError("io/x/Y"), new ExceptionInInitializerError("no"),
                new ClassFormatError("cut"), new UnsatisfiedLinkError("no library"),
                new IllegalStateException("Connection pool shut down"));
    }

    static Stream<Throwable> survivable() {
        return Stream.of(new StackOverflowError(), new AssertionError("no"), new IllegalStateException("no"),
                new IOException("Connection pool shut down, says the server"), new NullPointerException(),
                new Error("a plain one"));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void aFatalErrorIsFoundHoweverItIsWrapped(Throwable error) {
        assertThat(fatal.meet(new RuntimeCamelException(new IllegalStateException("in a route", error)))).isTrue();

        assertThat(ends).containsExactly(error);
        assertThat(fatal.first()).contains(error);
    }

    @ParameterizedTest
    @MethodSource("survivable")
    void whateverElseIsSurvived(Throwable error) {
        assertThat(fatal.meet(new RuntimeCamelException(error))).isFalse();

        assertThat(ends).isEmpty();
        assertThat(fatal.first()).isEmpty();
    }

    @Test
    void theEndIsToldOnceAndOfTheFirstError() {
        fatal.meet(new OutOfMemoryError("first"));
        fatal.meet(new OutOfMemoryError("second"));

        assertThat(ends).singleElement().extracting(Throwable::getMessage).isEqualTo("first");
    }

    @Test
    void anyErrorThatHasEndedAThreadIsFatalAndAnExceptionIsNot() {
        assertThat(fatal.uncaught(new IllegalStateException("no"))).isFalse();
        assertThat(ends).isEmpty();

        assertThat(fatal.uncaught(new StackOverflowError())).isTrue();
        assertThat(ends).hasSize(1);
    }

    @Test
    void whatIsOnlyLoggedEndsNothingButAnErrorOfTheMachineDoes() {
        fatal.logged(new UnsatisfiedLinkError("an optional library"));
        assertThat(ends).isEmpty();

        fatal.logged(new IllegalStateException("swallowed", new OutOfMemoryError("heap")));
        assertThat(ends).hasSize(1);
    }

    @Test
    void causesThatGoRoundInACircleAreLookedAtOnlySoFar() {
        Exception one = new Exception("one");
        Exception other = new Exception("other", one);
        one.initCause(other);

        assertThat(fatal.meet(one)).isFalse();
    }
}
