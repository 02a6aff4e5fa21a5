package io.camelnextmv.sandbox;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox of its own for each test: runs take no time, unless the class says otherwise. */
abstract class SandboxTest {
    static final String SQUARE = "{\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"c\",\"x\":1,\"y\":1},"
            + "{\"id\":\"b\",\"x\":1,\"y\":0},{\"id\":\"d\",\"x\":0,\"y\":1}]}";

    Sandbox sandbox;
    Client client;

    SandboxSettings settings() {
        return SandboxSettings.defaults().withPort(0).withRunTime(Duration.ZERO);
    }

    @BeforeEach
    void open() throws IOException {
        sandbox = new Sandbox(settings()).start();
        client = new Client(sandbox);
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }
}
