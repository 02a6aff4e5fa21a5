package io.camelnextmv.reply;

/**
 * What the tries before have taught of the way of an answer.
 *
 * @param size      what of the answer is sent
 * @param direction where to
 * @param taken     whether there is a file of its name already
 */
record Way(Size size, Direction direction, boolean taken) {
    static final Way FIRST = new Way(Size.WHOLE, Direction.AS_ASKED, false);

    /** What of an answer is sent. */
    enum Size {
        WHOLE("as it is"), WITHOUT_INPUT("without its input, which is in the archive"),
        BARE("without its key and what its message said");

        final String words;

        Size(String words) {
            this.words = words;
        }
    }

    /** Where an answer goes whose message says where it wants it. */
    enum Direction {
        AS_ASKED("it is sent there"), OTHER_KIND("it is tried as a topic if it was a queue, and the other way round"),
        NOT_THERE("it goes to where answers go that nobody asks for"), FOLDERS("it goes to the folders");

        final String words;

        Direction(String words) {
            this.words = words;
        }
    }

    /** What is too large even bare is too large for good. */
    Way smaller() {
        return switch (size) {
            case WHOLE -> new Way(Size.WITHOUT_INPUT, direction, taken);
            case WITHOUT_INPUT -> new Way(Size.BARE, direction, taken);
            case BARE -> to(Direction.FOLDERS);
        };
    }

    Way to(Direction other) {
        return new Way(size, other, taken);
    }

    Way underAnotherName() {
        return new Way(size, direction, true);
    }

    Way elsewhere() {
        return to(direction == Direction.AS_ASKED ? Direction.OTHER_KIND : Direction.NOT_THERE);
    }

    /** What is to be said of it when it has become smaller. */
    String words() {
        return direction == Direction.FOLDERS ? direction.words : "is sent " + size.words;
    }
}
