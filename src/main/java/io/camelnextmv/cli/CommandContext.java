package io.camelnextmv.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.Gateway;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.settings.ContextSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.main.Main;

/**
 * Where the commands work: they read the settings that a gateway would read here, and look into its folders.
 *
 * @param folder    the folder that holds {@code config/} and {@code routes/}
 * @param overrides settings that win over all others
 */
record CommandContext(Path folder, Map<String, String> overrides) {
    private static final String LOGGING = "logback.configurationFile";

    /** What a command says stands alone: what the gateway would log is not said, unless {@code -Dlog.level} wants it. */
    static void quietly() {
        logBy("nextmv/logback-command.xml");
    }

    /**
     * What runs for long says what it does.
     *
     * @throws io.camelnextmv.settings.BadSetting if it is told to say so in a way that cannot be
     */
    static void aloud() {
        LogProperties.check(System.getProperties());
        logBy("nextmv/logback.xml");
    }

    /** Not by a logback.xml at the usual place: in another application that would be ours to decide no more. */
    private static void logBy(String file) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, file);
        }
    }

    /**
     * Reads the settings, without starting anything.
     *
     * @return what they say
     * @throws io.camelnextmv.settings.BadSetting at the first one that cannot be
     */
    GatewayFiles find() throws Exception {
        quietly();
        Main main = Gateway.withSettings(folder, overrides);
        try {
            main.init();
            return new GatewayFiles(ContextSettings.of(main.getCamelContext()));
        } catch (Exception e) {
            throw Gateway.reason(e);
        } finally {
            main.stop();
        }
    }

    /**
     * Makes ready to ask the service.
     *
     * @param inbox as whose
     * @return to be closed
     * @throws io.camelnextmv.settings.BadSetting at the first one that cannot be
     */
    CloudSession session(InboxOption inbox) throws Exception {
        return session(inbox::account);
    }

    /**
     * Makes ready to ask the service.
     *
     * @param account as whom
     * @return to be closed
     * @throws io.camelnextmv.settings.BadSetting at the first one that cannot be
     */
    CloudSession session(Function<GatewayFiles, String> account) throws Exception {
        quietly();
        return CloudSession.start(folder, overrides, account);
    }

    /**
     * @param value what is to be printed
     * @return its JSON, of which nothing steers a terminal
     * @throws JsonProcessingException if it is none
     */
    static String text(Object value) throws JsonProcessingException {
        return Printable.json(json().writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }

    /** @return what reads and writes JSON */
    static ObjectMapper json() {
        return CloudBeans.json();
    }
}
