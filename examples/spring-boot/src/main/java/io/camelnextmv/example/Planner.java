package io.camelnextmv.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A Spring Boot application like any other: the starter adds the routes, {@code application.yaml} says the rest. */
@SpringBootApplication
public class Planner {
    /**
     * Runs until it is told to stop.
     *
     * @param args settings, such as {@code --nextmv.home=data}
     */
    public static void main(String[] args) {
        SpringApplication.run(Planner.class, args);
    }
}
