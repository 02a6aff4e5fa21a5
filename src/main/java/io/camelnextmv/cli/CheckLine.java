package io.camelnextmv.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What one look has shown.
 *
 * @param check    what was looked at: settings, folder, moves, lock, room, gateway, key, application, instance, clock, budget
 * @param subject  which of them: a setting's name, an account
 * @param result   how it stands
 * @param message  what was found, half a sentence
 * @param whatToDo what to do about it; empty where there is nothing to be done
 */
record CheckLine(String check, String subject, Result result, String message, String whatToDo) {
    /** How it stands. */
    enum Result {
        /** As it must be. */
        OK("✓"),
        /** Something to know; a gateway works all the same. */
        NOTE("!"),
        /** A gateway would not start, or nothing would get through. */
        FAILED("✗");

        private final String sign;

        Result(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        /** As it is written in JSON. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CheckLine ok(String check, String subject, String message) {
        return new CheckLine(check, subject, Result.OK, message, "");
    }

    static CheckLine note(String check, String subject, String message, String whatToDo) {
        return new CheckLine(check, subject, Result.NOTE, message, whatToDo);
    }

    static CheckLine failed(String check, String subject, String message, String whatToDo) {
        return new CheckLine(check, subject, Result.FAILED, message, whatToDo);
    }

    boolean isFailed() {
        return result == Result.FAILED;
    }

    /** One line for people. */
    String sentence() {
        return result.sign() + " " + check + (subject.isEmpty() ? "" : " " + subject) + ": " + message
                + (whatToDo.isEmpty() ? "" : ". " + whatToDo);
    }
}
