package io.camelnextmv.listener;

import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/**
 * Tries, before the start, to listen where the settings say. Camel's server opens its port in the background: where it cannot,
 * the gateway would run on without it, and whoever sends events there would talk to another program.
 */
public final class ListenedPorts implements CamelConfiguration {
    private static final int HIGHEST = 65_535;

    @Override
    public void configure(CamelContext context) {
        if (value(context, "nextmv.http-inputs.enabled", "false").equalsIgnoreCase("true")
                && !value(context, "camel.server.enabled", "false").equalsIgnoreCase("true")) {
            throw new BadSetting("nextmv.http-inputs.enabled is true, but nothing listens: set"
                    + " camel.server.enabled = true, or take the profile http, which sets both");
        }
        tried(context, "camel.server", "nextmv.webhook.host", "nextmv.webhook.port");
        tried(context, "camel.management", "camel.management.host", "camel.management.port");
    }

    /** @param hostSetting and portSetting what a person has written */
    private static void tried(CamelContext context, String server, String hostSetting, String portSetting) {
        if (!value(context, server + ".enabled", "false").equalsIgnoreCase("true")) {
            return;
        }
        String host = value(context, server + ".host", "0.0.0.0");
        String text = value(context, server + ".port", "8080");
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), number(portSetting, text)));
        } catch (UnknownHostException e) {
            throw new BadSetting(hostSetting + " is \"" + host + "\", which is no address of this machine");
        } catch (IOException e) {
            throw new BadSetting(portSetting + ": it cannot be listened on " + host + ":" + text + " (" + e.getMessage()
                    + "); choose another port, or stop the program that uses it");
        }
    }

    private static int number(String setting, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new BadSetting(setting + " is \"" + text + "\", which is no port");
    }

    private static String value(CamelContext context, String name, String otherwise) {
        return context.getPropertiesComponent().resolveProperty(name).map(context::resolvePropertyPlaceholders)
                .map(String::strip).filter(value -> !value.isEmpty()).orElse(otherwise);
    }
}
