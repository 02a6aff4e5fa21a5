package io.camelnextmv.sandbox;

import java.security.SecureRandom;

/** Random names: nine base 62 characters behind a prefix, as run ids have them, and longer secrets. */
final class Ids {
    private static final String BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();

    String next(String prefix) {
        return prefix + text(9);
    }

    String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE_62.charAt(random.nextInt(BASE_62.length())));
        }
        return text.toString();
    }
}
