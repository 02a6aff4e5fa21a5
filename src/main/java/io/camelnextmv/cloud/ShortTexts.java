package io.camelnextmv.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON in UTF-8 whose long texts are cut in the middle while it is read, so that an answer can be read into records and
 * trees whatever an application or a server has put into it: of a text of 19 MB its beginning and its end stay, with a
 * word of how much was left out; what is nested more than 200 levels deep becomes an empty text. All else passes as it is.
 */
public final class ShortTexts extends InputStream {
    private static final int BUFFER = 8 * 1024;
    private final ShallowJson json;
    private final int half;
    private final byte[] buffer = new byte[BUFFER];
    private final Ready ready = new Ready();
    private final Tail tail;
    private final byte[] unit = new byte[6];
    private int unitSize;
    private int unitNeeds;
    private boolean inText;
    private int head;
    private boolean headIsFull;
    private boolean hasCut;

    /**
     * @param json the answer
     * @param most how many bytes a text may have, at least 64
     */
    public ShortTexts(InputStream json, int most) {
        this.json = new ShallowJson(json);
        this.half = most / 2;
        this.tail = new Tail(half);
    }

    /** @return whether of what has been read a text was cut, or something was nested too deep */
    public boolean hasCut() {
        return hasCut || json.hasCut();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (ready.isEmpty()) {
            int read = json.read(buffer, 0, buffer.length);
            if (read < 0) {
                // Half an answer: what there is of its last text, so that its reader sees that it is one.
                endText();
                if (ready.isEmpty()) {
                    return -1;
                }
                break;
            }
            for (int i = 0; i < read; i++) {
                i += pass(i, read);
                if (i < read) {
                    step(buffer[i]);
                }
            }
        }
        return ready.take(bytes, offset, length);
    }

    /** What needs no look at each byte passes at once: nearly all of most answers. */
    private int pass(int from, int to) {
        int end = from;
        if (!inText) {
            while (end < to && buffer[end] != '"') {
                end++;
            }
        } else if (unitSize == 0 && !headIsFull) {
            int most = Math.min(to, from + half - head);
            while (end < most && buffer[end] >= 0 && buffer[end] != '"' && buffer[end] != '\\') {
                end++;
            }
            head += end - from;
        }
        ready.write(buffer, from, end - from);
        return end - from;
    }

    private void step(byte next) {
        if (!inText) {
            ready.write(next);
            if (next == '"') {
                inText = true;
            }
            return;
        }
        boolean continues = unitSize > 0 && unit[0] != '\\';
        if (continues && (next & 0xc0) != 0x80) {
            // No character of UTF-8 after all.
            emit();
        }
        if (unitSize == 0 && next == '"') {
            endText();
            ready.write(next);
            return;
        }
        if (unitSize == 0) {
            unitNeeds = next == '\\' ? 2 : length(next);
        } else if (unitSize == 1 && unit[0] == '\\' && next == 'u') {
            unitNeeds = 6;
        }
        unit[unitSize++] = next;
        if (unitSize == unitNeeds) {
            emit();
        }
    }

    /** Of a character in UTF-8, by its first byte. */
    private static int length(byte first) {
        int bits = first & 0xff;
        return bits >= 0xf0 ? 4 : bits >= 0xe0 ? 3 : bits >= 0xc0 ? 2 : 1;
    }

    private void emit() {
        if (!headIsFull && head + unitSize <= half) {
            ready.write(unit, 0, unitSize);
            head += unitSize;
        } else {
            headIsFull = true;
            tail.add(unit, unitSize);
        }
        unitSize = 0;
    }

    private void endText() {
        if (unitSize > 0) {
            emit();
        }
        if (tail.dropped > 0) {
            hasCut = true;
            byte[] left = (" [... " + tail.dropped + " bytes are left out here ...] ").getBytes(StandardCharsets.UTF_8);
            ready.write(left, 0, left.length);
        }
        tail.moveTo(ready);
        inText = false;
        head = 0;
        headIsFull = false;
    }

    /** What can be read. Not a {@code ByteArrayOutputStream}, which takes its lock for each byte. */
    private static final class Ready {
        private byte[] bytes = new byte[1024];
        private int count;
        private int taken;

        boolean isEmpty() {
            return taken == count;
        }

        void write(byte one) {
            makeRoom(1);
            bytes[count++] = one;
        }

        void write(byte[] from, int offset, int size) {
            makeRoom(size);
            System.arraycopy(from, offset, bytes, count, size);
            count += size;
        }

        private void makeRoom(int size) {
            if (bytes.length - count < size) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, count + size));
            }
        }

        int take(byte[] into, int offset, int length) {
            int size = Math.min(length, count - taken);
            System.arraycopy(bytes, taken, into, offset, size);
            taken += size;
            if (taken == count) {
                taken = 0;
                count = 0;
            }
            return size;
        }
    }

    /** The last characters and escapes of a text, never a part of one. */
    private static final class Tail {
        private final int most;
        /** Made when there is something to be kept: hardly any answer has so long a text. */
        private byte[] bytes = {};
        private byte[] sizes = {};
        private int first;
        private int count;
        private int firstUnit;
        private int units;
        private long dropped;

        Tail(int most) {
            this.most = most;
        }

        void add(byte[] unit, int size) {
            if (bytes.length == 0) {
                bytes = new byte[most];
                sizes = new byte[most];
            }
            while (count + size > bytes.length) {
                int gone = sizes[firstUnit];
                firstUnit = (firstUnit + 1) % sizes.length;
                units--;
                first = (first + gone) % bytes.length;
                count -= gone;
                dropped += gone;
            }
            sizes[(firstUnit + units++) % sizes.length] = (byte) size;
            for (int i = 0; i < size; i++) {
                bytes[(first + count++) % bytes.length] = unit[i];
            }
        }

        void moveTo(Ready ready) {
            int toTheEnd = Math.min(count, bytes.length - first);
            ready.write(bytes, first, toTheEnd);
            ready.write(bytes, 0, count - toTheEnd);
            first = 0;
            count = 0;
            firstUnit = 0;
            units = 0;
            dropped = 0;
        }
    }
}
