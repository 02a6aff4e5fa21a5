package io.camelnextmv.settings;

import io.camelnextmv.ticket.Ending.Destination;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The section "Endpoints", and the queue of "Many gateways": where messages come from, and where answers go.
 *
 * @param destinations where the answers of each destination go
 * @param replies      where the answers of those go whose message says where it wants its answer; empty: that is passed over
 * @param claimChecks  folders, beginnings of addresses, and folders on servers, that a message may point to
 * @param sources      what messages and tickets are taken from, by the names that their bus knows
 */
public record Endpoints(Map<Destination, String> destinations, Optional<String> replies, List<String> claimChecks,
        Set<String> sources) {
    /** The endpoint that is the folders. */
    public static final String FOLDERS = "direct:nextmv-to-folder";
    private static final Pattern STORE = Pattern.compile("([a-z][a-z0-9+.-]+):[^/?#@\\s][^?#@\\s]*([?]\\S+)?");
    private static final Set<String> NO_STORES = Set.of("file", "ftp", "ftps", "sftp", "http", "https", "exec", "ssh", "docker");

    static Endpoints of(SettingReader values) {
        String from = endpoint(values, "nextmv.inputs.from");
        Optional<String> waiting = values.text("nextmv.waiting.in");
        waiting.ifPresent(queue -> queue(queue, from));
        List.of("nextmv.outputs.to", "nextmv.errors.to", "nextmv.canceled.to", "nextmv.replies.to")
                .forEach(key -> values.optional(key, given -> endpoint(values, given)).ifPresent(to -> {
                    notASource(key, to, "nextmv.inputs.from", from);
                    waiting.ifPresent(queue -> notASource(key, to, "nextmv.waiting.in", queue));
                }));
        waiting.ifPresent(queue -> notASource("nextmv.waiting.in", queue, "nextmv.inputs.from", from));
        return new Endpoints(Map.of(Destination.OUTPUT, endpoint(values, "nextmv.outputs.to"),
                Destination.ERROR, endpoint(values, "nextmv.errors.to"), Destination.CANCELED,
                endpoint(values, "nextmv.canceled.to")),
                values.optional("nextmv.replies.to", key -> endpoint(values, key)),
                values.text("nextmv.inputs.claim-check").map(list -> Arrays.stream(list.split(",")).map(String::strip)
                        .map(Endpoints::place).toList()).orElse(List.of()),
                Stream.concat(Stream.of(from), waiting.stream()).flatMap(source -> names(source).stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** What is sent to where it is taken from is run again, and its answer too, without an end. */
    private static void notASource(String key, String to, String source, String from) {
        boolean same = scheme(to).equals(scheme(from)) && names(to).stream().anyMatch(name -> isTaken(name, from))
                && !apart(to, from);
        if (same) {
            throw new BadSetting(key + " is \"" + to + "\", which is where " + source + " takes from: everything would be"
                    + " taken again and again");
        }
    }

    /** In one bucket: what is put there does not begin with what is taken. */
    private static boolean apart(String to, String from) {
        String put = option(to, "keyName").replaceFirst("[$]([{]|simple[{]).*", "");
        String taken = option(from, "prefix");
        return scheme(from).equals("aws2-s3") && !put.startsWith(taken) && !taken.startsWith(put);
    }

    private static String option(String endpoint, String name) {
        return Arrays.stream(endpoint.replaceFirst("^[^?]*[?]?", "").split("&")).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1)).findFirst().orElse("");
    }

    private static boolean isTaken(String name, String from) {
        return names(from).contains(name)
                || from.contains("topicIsPattern=true") && names(from).stream().anyMatch(name::matches);
    }

    private static String scheme(String endpoint) {
        return endpoint.substring(0, endpoint.indexOf(':'));
    }

    /** The queues or topics of an endpoint, without what Camel puts before and behind them. */
    private static Set<String> names(String endpoint) {
        String path = endpoint.substring(endpoint.indexOf(':') + 1).replaceFirst("[?].*", "").replaceFirst("^//", "")
                .replaceFirst("^(temp-)?(queue|topic):(//)?", "");
        String decoded = URLDecoder.decode(path.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"),
                StandardCharsets.UTF_8);
        return Arrays.stream(decoded.split(",")).map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    private static String endpoint(SettingReader values, String key) {
        String text = values.required(key, "give an endpoint such as jms:queue:orders");
        if (!text.matches("[a-z][a-z0-9+.-]*:\\S+")) {
            throw new BadSetting(key + " is \"" + text + "\": it must be an endpoint such as jms:queue:orders");
        }
        noPassword(key, text);
        return text;
    }

    /** A name of a place is shown, in logs and to senders. */
    private static void noPassword(String key, String text) {
        if (text.matches("((sftp|ftps?):(//)?|[a-z0-9+.-]+://)[^/?@]*:[^/?@]*@.*")) {
            throw new BadSetting(key + " has a password before its server: give a key (privateKeyFile=...), or the password"
                    + " behind the question mark (password=...)");
        }
    }

    /** What is taken and where it waits must be of one broker: else it could be lost, or run twice, in between. */
    private static void queue(String waiting, String from) {
        if (!waiting.matches("jms:(queue:)?[^:?\\s]+(\\?\\S*)?")) {
            throw new BadSetting("nextmv.waiting.in is \"" + waiting + "\": it must be a queue of the broker, such as"
                    + " jms:queue:nextmv.waiting");
        }
        if (!from.matches("(jms|direct):.*")) {
            throw new BadSetting("nextmv.waiting.in is set, so nextmv.inputs.from must be a queue of the same broker, and"
                    + " not \"" + from + "\"");
        }
    }

    private static String place(String text) {
        noPassword("nextmv.inputs.claim-check", text);
        if (!text.matches("(?i)https?://[^/?#@]+(/[^?#]*)?") && !text.startsWith("/")
                && !text.matches("(sftp|ftps?):(//)?[^/?#\\s]+/([^?#\\s]*/)?([?]\\S+)?") && !isStore(text)) {
            throw new BadSetting("nextmv.inputs.claim-check holds \"" + text.replaceFirst("[?].*", "?...") + "\": it must be"
                    + " folders (/srv/inputs), beginnings of addresses (https://files.example.com/orders/), folders on servers"
                    + " (sftp:files.example.com/orders/?username=nextmv) and endpoints that are asked for an object"
                    + " (aws2-s3:orders?prefix=in/), with commas between them");
        }
        return text;
    }

    /** Any endpoint that is asked, and none that would take a file, or do what it is told in a shell. */
    private static boolean isStore(String text) {
        Matcher endpoint = STORE.matcher(text);
        String operation = option(text, "operation");
        return endpoint.matches() && !NO_STORES.contains(endpoint.group(1))
                && (operation.isEmpty() || operation.startsWith("get"));
    }
}
