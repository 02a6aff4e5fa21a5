package io.camelnextmv.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at what a command says while it says it. */
final class Terminal {
    private static final Path OUT = Path.of("/proc/self/fd/1");
    private static final Path ERR = Path.of("/proc/self/fd/2");

    private Terminal() {
    }

    /** Whether what is printed is seen at once, and not a file or a pipe. */
    private static boolean isOut() {
        return is(OUT);
    }

    /** The same of what is said beside it. */
    static boolean isErr() {
        return is(ERR);
    }

    /** Whether what is printed is seen at once, at a terminal on which a cursor can be moved. */
    static boolean canDraw() {
        String kind = System.getenv("TERM");
        return isOut() && kind != null && !kind.equals("dumb");
    }

    /** Whether nobody reads any more what is printed: a pipe's other end is closed. */
    static boolean isGone(PrintWriter out) {
        // Both: the one writes by way of the other, which keeps it to itself.
        return out.checkError() || System.out.checkError();
    }

    /** The JDK tells only whether input and output both are one; Linux tells of each. */
    private static boolean is(Path descriptor) {
        try {
            String leads = Files.readSymbolicLink(descriptor).toString();
            return leads.startsWith("/dev/pts/") || leads.startsWith("/dev/tty") || leads.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return hasConsole();
        }
    }

    private static boolean hasConsole() {
        try {
            // From Java 22 on there is a console without a terminal, too.
            return System.console() != null && (Boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
