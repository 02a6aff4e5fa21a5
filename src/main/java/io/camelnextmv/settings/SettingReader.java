package io.camelnextmv.settings;

import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import io.camelnextmv.retry.Backoff;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads texts as values; each refusal names the setting. */
final class SettingReader {
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d{0,6})\\s*(s|m|h|d)");
    /** What Camel's addresses read as something else than a part of a folder's name. */
    private static final Pattern ALTERED = Pattern.compile("[?]|%[0-9A-Fa-f]{2}|[$][{]");
    private static final Duration LONGEST = Duration.ofDays(365);
    /** Of a duration that must not be none. */
    static final Duration LEAST = Duration.ofMillis(1);
    private final Function<String, String> lookup;

    SettingReader(Function<String, String> lookup) {
        this.lookup = lookup;
    }

    /** As the routes see it. */
    String raw(String key) {
        return lookup.apply(key);
    }

    /** Routes read these as they are. */
    SettingReader withoutBlanksAround(String... keys) {
        for (String key : keys) {
            String raw = lookup.apply(key);
            if (raw != null && !raw.equals(raw.strip())) {
                throw new BadSetting(key + " is \"" + raw + "\": it must have no blanks around it");
            }
        }
        return this;
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(lookup.apply(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * What is secret: given as it is, or in a file.
     *
     * @param key     gives it as it is
     * @param fileKey names the file
     * @throws BadSetting where both are given, or the file cannot be read
     */
    Optional<String> secret(String key, String fileKey) {
        Optional<Path> file = secretFile(key, fileKey);
        return file.isPresent() ? file.map(path -> SecretFile.read(fileKey, path)) : text(key);
    }

    /** The file that holds a secret, where one is named. */
    Optional<Path> secretFile(String key, String fileKey) {
        if (text(fileKey).isPresent() && text(key).isPresent()) {
            throw new BadSetting(key + " is given twice, as it is and as a file (-file): one of them must go");
        }
        return file(fileKey);
    }

    /** A file that need not be named. */
    Optional<Path> file(String key) {
        return text(key).map(name -> {
            try {
                return Path.of(name).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw new BadSetting(key + " is \"" + name + "\": that is no file's name");
            }
        });
    }

    String required(String key, String hint) {
        return text(key).orElseThrow(() -> new BadSetting(key + " is missing: " + hint));
    }

    /** What becomes part of an address. */
    Optional<String> id(String key) {
        return text(key).map(id -> {
            if (!id.matches("[A-Za-z0-9][A-Za-z0-9_.~-]*")) {
                throw new BadSetting(key + " is \"" + id + "\": an id has letters, digits, and -, _, ., ~ only");
            }
            return id;
        });
    }

    Duration duration(String key, Duration least) {
        String text = required(key, "give a duration such as 500ms, 2s, 5m");
        Duration duration = DurationText.read(text).orElseThrow(() -> new BadSetting(key + " is \"" + text
                + "\": a duration is written 500ms, 2s, 5m, 1h"));
        if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new BadSetting(key + " is \"" + text + "\": it must be at least " + least.toMillis()
                    + "ms and at most 365d");
        }
        return duration;
    }

    /** Empty for none. */
    Optional<Limit> limit(String key) {
        return text(key).map(text -> limit(key, text));
    }

    private static Limit limit(String key, String text) {
        Matcher matcher = LIMIT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new BadSetting(key + " is \"" + text + "\": a limit is written 5/s, 200/10s, 2000/m, 250/h; empty for none");
        }
        long number = matcher.group(2).isEmpty() ? 1 : Long.parseLong(matcher.group(2));
        Duration per = switch (matcher.group(3)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        long most = Long.parseLong(matcher.group(1));
        if (most < 1 || per.isZero() || per.compareTo(LONGEST) > 0) {
            throw new BadSetting(key + " is \"" + text + "\": it must let at least 1 pass, in at least 1s and at most 365d");
        }
        return new Limit(most, per);
    }

    /** Several of them, each by the name of what is limited: {@code runs=5/s,results=200/10s}. */
    Map<Kind, Limit> limits(String key) {
        Map<Kind, Limit> limits = new EnumMap<>(Kind.class);
        for (String part : text(key).map(text -> text.split(",", -1)).orElse(new String[0])) {
            String[] pair = part.strip().split("=", 2);
            Kind kind = Arrays.stream(Kind.values()).filter(one -> one.word().equals(pair[0].strip())).findFirst()
                    .filter(one -> pair.length == 2 && !limits.containsKey(one)).orElseThrow(() -> new BadSetting(key + " is \""
                            + raw(key) + "\": limits are written runs=5/s,results=200/10s,requests=2000/m, each once"));
            limits.put(kind, limit(key, pair[1].strip()));
        }
        return limits;
    }

    /** A part of something: more than nothing of it. */
    double share(String key) {
        String text = required(key, "give a number above 0 and at most 1");
        if (text.matches("[0-9]{0,3}[.]?[0-9]{1,17}")) {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= 1) {
                return share;
            }
        }
        throw new BadSetting(key + " is \"" + text + "\": it must be a number above 0 and at most 1, such as 0.5");
    }

    Backoff backoff(String delayKey, double multiplier, String maxKey) {
        Duration delay = duration(delayKey, LEAST);
        Duration max = duration(maxKey, LEAST);
        if (max.compareTo(delay) < 0) {
            throw new BadSetting(maxKey + " is shorter than " + delayKey);
        }
        return new Backoff(delay, multiplier, max);
    }

    int number(String key, int least, int most) {
        return (int) number(key, (long) least, most);
    }

    long number(String key, long least, long most) {
        String text = required(key, "give a whole number");
        try {
            long number = Long.parseLong(text);
            // A plus is read by us, and not by Camel.
            if (number >= least && number <= most && !text.startsWith("+")) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadSetting(key + " is \"" + text + "\": it must be a whole number from " + least + " to " + most);
    }

    /** A number of bytes, at least 1. */
    long bytes(String key) {
        String text = required(key, "give a number of bytes such as 700MiB");
        return BytesText.read(text).orElseThrow(() -> new BadSetting(key + " is \"" + text + "\": a number of bytes is written"
                + " 500000, 700MiB, 2.5GiB (MiB is 1024 KiB, MB is 1000 kB), and is at least 1 and at most " + Long.MAX_VALUE));
    }

    double factor(String key, double least, double most) {
        String text = required(key, "give a number");
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadSetting(key + " is \"" + text + "\": it must be a number from " + least + " to " + most);
    }

    boolean flag(String key) {
        String text = required(key, "give true or false");
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadSetting(key + " is \"" + text + "\": it must be true or false");
        };
    }

    /** A setting that need not be given. */
    <T> Optional<T> optional(String key, Function<String, T> reader) {
        return text(key).map(given -> reader.apply(key));
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        String text = required(key, "give one of " + words(type));
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text)).findFirst()
                .orElseThrow(() -> new BadSetting(key + " is \"" + text + "\": it must be one of " + words(type)));
    }

    private static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(SettingReader::word)
                .collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Path folder(String key) {
        String text = required(key, "give a folder");
        if (!text.equals(raw(key)) || ALTERED.matcher(text).find()) {
            // Camel would watch another folder than the one that the other settings are about.
            throw new BadSetting(key + " is \"" + raw(key) + "\": a folder's name must not begin or end with a"
                    + " blank, nor hold ?, %41 or ${");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new BadSetting(key + " is \"" + text + "\": that is no folder's name");
        }
    }
}
