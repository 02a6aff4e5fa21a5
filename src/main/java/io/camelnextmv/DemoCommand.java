package io.camelnextmv;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
/** The demo. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Starts gateway and sandbox together.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() { return 0; }
}
