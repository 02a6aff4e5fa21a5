package io.camelnextmv.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window, as Debian has it; nothing is downloaded for it. */
final class Browser implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Where there is none, the test is skipped, and says what is missing. */
    static Browser open() {
        Optional<Path> chromium = program("chromium");
        Optional<Path> itsDriver = program("chromedriver");
        Assumptions.assumeTrue(chromium.isPresent() && itsDriver.isPresent(),
                "no Chromium here: apt-get install --no-install-recommends chromium chromium-driver");
        LoggingPreferences said = new LoggingPreferences();
        said.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions().setBinary(chromium.get().toFile())
                .addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--force-device-scale-factor=1",
                        "--hide-scrollbars", "--lang=en-GB");
        options.setCapability("goog:loggingPrefs", said);
        return new Browser(new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(itsDriver.get().toFile())
                .usingAnyFreePort().build(), options));
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable).findFirst();
    }

    void go(String address) {
        driver.get(address);
    }

    void size(int width, int height, boolean phone) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height,
                "deviceScaleFactor", 1, "mobile", phone));
    }

    void scheme(String name) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", name))));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** What somebody sees there, as one line. */
    String text(String css) {
        return String.valueOf(script("return document.querySelector(arguments[0]).innerText.replace(/\\s+/g, ' ').trim()", css));
    }

    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    void until(String what, java.util.function.BooleanSupplier condition) {
        new WebDriverWait(driver, AT_MOST, Duration.ofMillis(50)).withMessage(what)
                .ignoring(org.openqa.selenium.WebDriverException.class).until(any -> condition.getAsBoolean());
    }

    /** What the browser complains of: scripts that fail, what the page's policy forbids; not that nobody answers. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource")).toList();
    }

    void picture(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
