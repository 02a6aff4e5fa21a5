package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.FileTree;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PayloadStoreTest {

    @Test
    void small_payloads_stay_in_the_heap_and_large_ones_are_files_until_the_store_is_closed() throws IOException {
        Path file;
        try (PayloadStore store = new PayloadStore()) {
            assertThat(store.keep(new byte[64 * 1024])).isInstanceOf(Payload.InHeap.class);
            Payload large = store.keep(new byte[64 * 1024 + 1]);
            file = ((Payload.InFile) large).file();
            assertThat(large.size()).isEqualTo(64 * 1024 + 1);
            assertThat(file).hasSize(64 * 1024 + 1);
        }
        assertThat(file).doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void beyond_the_budget_of_the_heap_small_payloads_are_files_too() throws IOException {
        try (PayloadStore store = new PayloadStore()) {
            int count = 24 * 1024 / 64;
            for (int i = 0; i < count; i++) {
                assertThat(store.keep(new byte[64 * 1024])).isInstanceOf(Payload.InHeap.class);
            }
            Payload next = store.keep(new byte[2_000]);
            assertThat(next).isInstanceOf(Payload.InFile.class);
            assertThat(store.keep(new byte[10])).isInstanceOf(Payload.InHeap.class);
            assertThat(next.bytes()).isEqualTo(new byte[2_000]);
        }
    }

    @Test
    void a_draft_keeps_what_was_written_whatever_its_size() throws IOException {
        try (PayloadStore store = new PayloadStore()) {
            for (int size : new int[] {0, 1, 4096, 65_536, 65_537, 300_000}) {
                byte[] content = new byte[size];
                java.util.Arrays.fill(content, (byte) 7);
                PayloadStore.Draft draft = store.draft();
                draft.write(content, 0, size / 2);
                draft.write(content, size / 2, size - size / 2);
                Payload payload = draft.finish();
                assertThat(payload.size()).isEqualTo(size);
                assertThat(payload.bytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void half_a_body_leaves_nothing_behind() throws IOException {
        try (PayloadStore store = new PayloadStore()) {
            Path folder = ((Payload.InFile) store.keep(new byte[100_000])).file().getParent();
            assertThatThrownBy(() -> store.receive(new ByteArrayInputStream(new byte[10]), 11))
                    .isInstanceOf(EOFException.class);
            assertThat(FileTree.in(folder)).hasSize(1);
        }
    }
}
