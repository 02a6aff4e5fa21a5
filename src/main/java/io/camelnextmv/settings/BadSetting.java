package io.camelnextmv.settings;

import io.camelnextmv.api.PublicApi;

/** A setting with which the gateway cannot start; the message is one line that names it. */
@PublicApi
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** In letters: a value that is shown may be as long as a file. */
    private static final int LONGEST = 1000;

    /** @param message names the setting and says what is wrong with it; one line is made of it, whatever it shows */
    public BadSetting(String message) {
        super(oneLine(message));
    }

    private static String oneLine(String message) {
        String shown = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
        StringBuilder line = new StringBuilder();
        shown.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                line.append(String.format("\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
