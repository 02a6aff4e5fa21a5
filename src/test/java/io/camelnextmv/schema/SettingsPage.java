package io.camelnextmv.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page that lists all settings, made of the file that documents them. */
final class SettingsPage {
    private static final String HEAD = """
            # Settings

            Made of [config/application.properties](../config/application.properties): read there what holds for all of
            them, and change them there; [CONTRIBUTING](../CONTRIBUTING.md) says how this page follows.
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
