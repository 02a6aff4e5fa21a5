package io.camelnextmv.proof;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Kills a gateway exactly when it is about to execute a line: by the JDK's debugger interface, so that the gateway needs
 * no hooks for it. All its threads stand still from the line on until it is dead.
 */
final class LineKiller implements AutoCloseable {

    /**
     * A place in the code.
     *
     * @param type   the class
     * @param method the method, {@code *} for the whole class, nothing for a line of the source
     * @param line   which of its lines, counted from 0; those that a method does not have never come, in a class they
     *               begin again; or the number of a line of the source
     * @param visit  how often it is come by before the kill, at least 1
     * @param after  the class with which it begins to count
     */
    record Place(String type, String method, int line, int visit, String after) {
        Place(String type, String method, int line, int visit) {
            this(type, method, line, visit, type);
        }

        /** The same, where what comes before another class is there does not count. */
        Place after(String other) {
            return new Place(type, method, line, visit, PACKAGE + other);
        }

        /**
         * The first line of a class that holds a text: who moves the line moves the place, and who changes it hears of it.
         *
         * @param type  the class, below the package of all
         * @param text  what its line says
         * @param visit how often it is come by before the kill
         */
        static Place at(String type, String text, int visit) {
            String name = PACKAGE + type;
            try {
                List<String> lines = Files.readAllLines(Path.of("src/main/java", name.replace('.', '/') + ".java"));
                int line = 1 + IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(text)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(name + " has no line with " + text));
                return new Place(name, "", line, visit);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return type.replaceFirst(".*\\.", "") + "." + method + "[" + line + "]#" + visit;
        }
    }

    private static final String PACKAGE = "io.camelnextmv.";
    private final ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(candidate -> candidate.transport().name().equals("dt_socket")).findFirst().orElseThrow();
    private final Map<String, Connector.Argument> arguments = connector.defaultArguments();
    private final String address;
    private final Place place;
    private final Runnable kill;
    private volatile boolean killed;
    private volatile Exception failure;

    /**
     * @param place where to kill
     * @param kill  kills the process
     */
    LineKiller(Place place, Runnable kill) throws Exception {
        this.place = place;
        this.kill = kill;
        arguments.get("localAddress").setValue("127.0.0.1");
        arguments.get("port").setValue("0");
        arguments.get("timeout").setValue("60000");
        address = connector.startListening(arguments);
        Thread thread = new Thread(this::debug, "line-killer");
        thread.setDaemon(true);
        thread.start();
    }

    /** @return what the process must be started with */
    List<String> jvm() {
        String port = address.substring(address.lastIndexOf(':') + 1);
        return List.of("-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=127.0.0.1:" + port);
    }

    /** @return whether the place was come by, and the process killed there */
    boolean hasKilled() {
        if (failure != null) {
            throw new IllegalStateException("the debugger failed", failure);
        }
        return killed;
    }

    private void debug() {
        try {
            VirtualMachine vm = connector.accept(arguments);
            var request = vm.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(place.after());
            request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            request.enable();
            vm.resume();
            while (!killed) {
                EventSet events = vm.eventQueue().remove();
                for (Event event : events) {
                    handle(event, vm);
                }
                events.resume();
            }
        } catch (VMDisconnectedException | InterruptedException e) {
            // The process is dead.
        } catch (Exception e) {
            failure = e;
        }
    }

    private void handle(Event event, VirtualMachine vm) throws Exception {
        if (event instanceof ClassPrepareEvent) {
            List<Location> locations = locations(vm.classesByName(place.type()).get(0));
            int line = switch (place.method()) {
                case "*" -> place.line() % locations.size();
                case "" -> 0;
                default -> place.line();
            };
            if (line < locations.size()) {
                BreakpointRequest breakpoint =
                        vm.eventRequestManager().createBreakpointRequest(locations.get(line));
                breakpoint.setSuspendPolicy(EventRequest.SUSPEND_ALL);
                breakpoint.addCountFilter(place.visit());
                breakpoint.enable();
            }
        } else if (event instanceof BreakpointEvent) {
            // First, so that whoever sees the process dead sees why.
            killed = true;
            kill.run();
        }
    }

    private List<Location> locations(ReferenceType type) throws Exception {
        if (place.method().equals("*")) {
            return type.allLineLocations();
        }
        if (place.method().isEmpty()) {
            return type.locationsOfLine(place.line()).subList(0, 1);
        }
        List<Location> all = new java.util.ArrayList<>();
        for (var method : type.methodsByName(place.method())) {
            all.addAll(method.allLineLocations());
        }
        return all;
    }

    @Override
    public void close() throws Exception {
        connector.stopListening(arguments);
    }
}
