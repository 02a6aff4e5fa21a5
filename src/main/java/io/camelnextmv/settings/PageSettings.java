package io.camelnextmv.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The section "Status page": a page for whoever watches the gateway, at its management server.
 *
 * @param enabled whether it is asked for
 * @param control whether inputs can be canceled and retried from it
 * @param bound   the address that the management server listens on
 * @param port    its port
 * @param hosts   by which names beside those of this machine alone it is asked for, in small letters
 * @param token   what a request must bring; empty: nothing, which only an address of this machine alone allows
 */
public record PageSettings(boolean enabled, boolean control, String bound, int port, List<String> hosts,
        Optional<String> token) {
    private static final String HOSTS = "nextmv.page.hosts";
    private static final String TOKEN = "nextmv.page.token";
    private static final int SHORTEST = 16;

    /** A copy of the list. */
    public PageSettings {
        hosts = List.copyOf(hosts);
    }

    static PageSettings of(SettingReader values) {
        Optional<String> token = values.secret(TOKEN, "nextmv.page.token-file");
        if (token.filter(text -> text.length() < SHORTEST).isPresent()) {
            throw new BadSetting(TOKEN + " is shorter than " + SHORTEST + " characters: it could be guessed");
        }
        // Camel's own, which an application need not have.
        String bound = values.text("camel.management.host").orElse("0.0.0.0");
        int port = values.optional("camel.management.port", key -> values.number(key, 0, 65_535)).orElse(0);
        return new PageSettings(values.flag("nextmv.page.enabled"), values.flag("nextmv.page.control"), bound, port,
                hosts(values), token);
    }

    private static List<String> hosts(SettingReader values) {
        List<String> hosts = values.text(HOSTS).map(list -> Stream.of(list.split(",")).map(String::strip)
                .filter(name -> !name.isEmpty()).map(name -> name.toLowerCase(Locale.ROOT)).toList()).orElse(List.of());
        hosts.stream().filter(name -> !name.matches("[a-z0-9._-]+|\\[[0-9a-f:.]+]")).findFirst().ifPresent(name -> {
            throw new BadSetting(HOSTS + " has the name \"" + name + "\": a name is written as in an address, without http://"
                    + " and without a port, such as gateway.example.com");
        });
        return hosts;
    }

    /** @return whether only this machine reaches it, or whoever does needs the token */
    public boolean isKept() {
        return token.isPresent() || isOfThisMachine();
    }

    private boolean isOfThisMachine() {
        try {
            return InetAddress.getByName(bound).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "PageSettings[enabled=" + enabled + ", control=" + control + "]";
    }
}
