package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease is held until its gateway ends, whatever that gateway looks at meanwhile. */
class LeaseTest {
    @TempDir
    private Path work;

    /** Another process, that takes the lease of a gateway if it takes it for dead. */
    static final class Survivor {
        private static final int TAKEN = 10;
        private static final int HELD = 11;

        private Survivor() {
        }

        /** @param args the folder, and the gateway */
        public static void main(String[] args) {
            System.exit(Lease.ofTheDead(Path.of(args[0]), args[1], false).isPresent() ? TAKEN : HELD);
        }
    }

    @Test
    void whoLooksWhichGatewaysLiveKeepsItsOwnLease() throws Exception {
        try (Lease lease = Lease.fresh(work)) {
            assertThat(new TicketReader(work, new JsonMapper()).gateways()).containsExactly(lease.gateway());
            assertThat(survivor(lease)).isEqualTo(Survivor.HELD);
        }
    }

    @Test
    void aLeaseThatTheSameProcessHoldsIsNeitherTakenNorLost() throws Exception {
        try (Lease lease = Lease.fresh(work)) {
            assertThat(Lease.ofTheDead(work, lease.gateway(), true)).isEmpty();
            assertThat(survivor(lease)).isEqualTo(Survivor.HELD);
        }
    }

    /** As two web applications in one server have it: whoever looks must not give up the lock of the other. */
    @Test
    void aLeaseOfAnotherApplicationInTheSameProcessIsNeitherTakenNorLost() throws Exception {
        URL ours = Lease.class.getProtectionDomain().getCodeSource().getLocation();
        try (Lease lease = Lease.fresh(work); URLClassLoader apart = new URLClassLoader(new URL[] {ours}, null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                return name.startsWith("io.camelnextmv.store.") ? super.findClass(name) : LeaseTest.class.getClassLoader().loadClass(name);
            }
        }) {
            Method isHeld = apart.loadClass(Lease.class.getName()).getDeclaredMethod("isHeld", Path.class);
            isHeld.setAccessible(true);
            assertThat(isHeld.getDeclaringClass()).isNotSameAs(Lease.class);

            assertThat(isHeld.invoke(null, Lease.file(work, lease.gateway()))).isEqualTo(true);

            assertThat(survivor(lease)).isEqualTo(Survivor.HELD);
        }
    }

    @Test
    void aLeaseThatWasGivenBackIsTaken() throws Exception {
        Lease lease = Lease.fresh(work);
        lease.close();
        assertThat(new TicketReader(work, new JsonMapper()).gateways()).isEmpty();
        assertThat(survivor(lease)).isEqualTo(Survivor.TAKEN);
        Optional<Lease> again = Lease.ofTheDead(work, lease.gateway(), false);
        assertThat(again).isPresent();
        again.get().end();
        assertThat(work).isEmptyDirectory();
    }

    /** Else tickets of the dead would be left for later at a start, and others taken in their place. */
    @Test
    void whoLooksWhetherTheDeadLiveIsInNobodysWay() throws Exception {
        Lease dead = Lease.fresh(work);
        dead.close();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong looks = new AtomicLong();
        Thread looker = new Thread(() -> {
            while (!over.get()) {
                new TicketReader(work, new JsonMapper()).gateways();
                looks.incrementAndGet();
            }
        });
        looker.start();
        try {
            for (int i = 0; i < 500 || looks.get() < 20; i++) {
                Optional<Lease> taken = Lease.ofTheDead(work, dead.gateway(), true);
                assertThat(taken).as("try %d", i).isPresent();
                taken.get().close();
            }
        } finally {
            over.set(true);
            looker.join();
        }
    }

    @Test
    void aFolderThatIsAwayOrIsAnotherOneSaysNothingAndTheLeaseIsHeldWhenItIsBack() throws Exception {
        Path real = Files.createDirectory(work.resolve("real"));
        Path aside = work.resolve("aside");
        try (Lease lease = Lease.fresh(real)) {
            Files.move(real, aside);
            assertThat(lease.isThere()).isFalse();
            assertThat(lease.renew()).isFalse();
            Files.createDirectory(real);
            assertThat(lease.renew()).isFalse();
            assertThat(real).isEmptyDirectory();
            Files.delete(real);
            Files.move(aside, real);
            assertThat(lease.renew()).isTrue();
            assertThat(lease.isLost()).isFalse();
            assertThat(Lease.ofTheDead(real, lease.gateway(), true)).isEmpty();
        }
    }

    @Test
    void aLockFileThatSomebodyRemovesIsMadeAgainAndHeld() throws Exception {
        try (Lease lease = Lease.fresh(work)) {
            Files.delete(work.resolve(".gateway-" + lease.gateway() + ".lock"));
            assertThat(lease.isThere()).isFalse();
            assertThat(lease.renew()).isTrue();
            assertThat(survivor(lease)).isEqualTo(Survivor.HELD);
        }
    }

    @Test
    void aLeaseThatAnotherProcessHasTakenMeanwhileIsLostAfterSomeLooks() throws Exception {
        try (Lease lease = Lease.fresh(work)) {
            Path file = work.resolve(".gateway-" + lease.gateway() + ".lock");
            Files.delete(file);
            try (FileChannel another = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                another.lock();
                assertThat(lease.renew()).isFalse();
                assertThat(lease.isLost()).as("at the first look it may be one who only looks too").isFalse();
                for (int look = 0; look < 5; look++) {
                    assertThat(lease.renew()).isFalse();
                }
                assertThat(lease.isLost()).isTrue();
            }
            assertThat(lease.renew()).as("what was lost stays lost").isFalse();
        }
    }

    private int survivor(Lease lease) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(java.toString(), "-cp", System.getProperty("java.class.path"),
                Survivor.class.getName(), work.toString(), lease.gateway())).inheritIO().start().waitFor();
    }
}
