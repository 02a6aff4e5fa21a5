package io.camelnextmv.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page that lists all settings, made of the file that documents them. */
final class SettingsPage {
    private static final String HEAD = """
            # Settings

            [`config/application.properties`](../config/application.properties) is the list of all settings: what each means,
            its unit and its default. This page is made of it; [CONTRIBUTING](../CONTRIBUTING.md) says how.

            What you change there wins over the default; an environment variable (`NEXTMV_POLL_MAX_DELAY` for
            `nextmv.poll.max-delay`) wins over the file, `-Dnextmv.poll.max-delay=1m` before `-jar` over both. A setting that
            does not exist, or cannot be, stops the start with one line that names it.

            The key may lie in a file (`nextmv.api-key-file`), as Docker, Kubernetes and systemd give secrets, or come from the
            vendor's own `~/.nextmv/config.yaml`. When the service refuses it (401), the file is read again: a key is changed
            by changing the file, without a restart; inputs wait until then. The other secrets have files too
            (`nextmv.webhook.secret-file`, `nextmv.jms.password-file`, `nextmv.http.proxy-file`,
            `nextmv.http.trust-store-password-file`), which are read at the start, that of the webhook also when a signature
            does not fit. `NEXTMV_ENDPOINT` and `NEXTMV_PROFILE` are as with the vendor's tools; what is set here wins over
            `NEXTMV_ENDPOINT`, that over the profile's endpoint, which holds where the key is the profile's too. A profile that
            is a login by browser has no key: make one in the console.
            """;

    private SettingsPage() {
    }

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        Map<String, List<Setting>> sections = Setting.all().stream()
                .collect(Collectors.groupingBy(Setting::section, LinkedHashMap::new, Collectors.toList()));
        sections.forEach((section, settings) -> {
            page.append("\n## ").append(section).append("\n\n");
            settings.stream().map(Setting::note).filter(note -> !note.isEmpty())
                    .forEach(note -> page.append(escaped(note)).append("\n\n"));
            page.append("| setting | default | given in | |\n| --- | --- | --- | --- |\n");
            settings.forEach(setting -> page.append(row(setting)));
        });
        return page.toString();
    }

    private static String row(Setting setting) {
        String value = setting.value().isEmpty() ? "" : "`" + setting.value() + "`";
        return "| `%s` | %s | %s | %s |\n".formatted(setting.name(), value, setting.unit(), escaped(setting.text()));
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
    }
}
