package io.camelnextmv.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a person sees on the status page, and what comes of the clicks. With -Dwrite=true it makes the pictures in docs/images. */
@Tag("browser")
class PageInBrowserTest extends GatewayTest {
    private static final int MINUTES = 25;
    private static final List<String> DEPOTS = List.of("berlin", "hamburg", "muenchen", "koeln", "leipzig", "bremen", "dresden");
    private static final String HOUR = "options: {duration: 1h}";
    /** The contrast of all texts that are seen with what is behind them: at least so much. */
    private static final double CONTRAST = 4.5;
    private static final String CONTRASTS = """
            const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
            const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
              .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
            const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
              if (c[3] > 0) return c; } return [255, 255, 255, 1]; };
            return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.hidden, svg, .skip')
              && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
                const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
                return [(a + .05) / (b + .05), e.textContent.trim().slice(0, 40)]; }).filter(one => one[0] < arguments[0])
              .map(one => one[1] + ': ' + one[0].toFixed(2));
            """;
    private static Browser browser;
    private final int port = FreePort.next();
    private final String address = "http://127.0.0.1:" + port + "/";

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private GatewayFixture served(GatewayFixture gateway) {
        browser.size(1280, 900, false);
        browser.scheme("light");
        return gateway.with("camel.management.enabled", "true").with("camel.management.port", Integer.toString(port))
                .with("nextmv.page.control", "true");
    }

    private static void dropSlow(GatewayFixture gateway, String name) {
        try {
            Files.createDirectories(gateway.inbox());
            Files.writeString(gateway.inbox().resolve(name + ".nextmv.yaml"), HOUR);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        gateway.drop(name, SQUARE);
    }

    private static List<String> files(String table) {
        return browser.all("#" + table + "-rows tr > td:first-child").stream().map(WebElement::getText).toList();
    }

    @Test
    void somebodyFiltersSortsCancelsAndRetriesAndSeesWhatBecomesOfIt() throws IOException {
        GatewayFixture gateway = served(gateway(cloud(quick()))).start();
        String hostile = "<img src=x onerror=document.title='owned'>.json";
        dropSlow(gateway, "orders-1.json");
        gateway.untilWaiting(1);
        dropSlow(gateway, "orders-2.json");
        gateway.untilWaiting(2);
        dropSlow(gateway, hostile);
        gateway.untilWaiting(3);
        gateway.drop("bad.json", "[1, 2");
        gateway.untilDone(1);

        browser.go(address);
        browser.until("all is shown", () -> files("way").size() == 3 && files("errors").size() == 1);
        assertThat(browser.text("#state")).isEqualTo("Requests get through");
        assertThat(browser.text("#ways")).startsWith("For ");
        assertThat(files("way")).as("the longest on its way first, names as they are").containsExactly("orders-1.json",
                "orders-2.json", hostile);
        assertThat(browser.text("#way-count")).isEqualTo("3");
        assertThat(browser.text("#errors-rows .wordy")).contains("What to do: ");
        assertThat(browser.one("#way-rows td:nth-child(3) a").getDomAttribute("href")).startsWith("https://cloud.nextmv.io/app/");

        browser.one("#filter").sendKeys("ORDERS-2");
        browser.until("the others are not shown", () -> files("way").equals(List.of("orders-2.json")));
        assertThat(browser.text("#way-shown")).isEqualTo("1 match of 3");
        assertThat(browser.text("#errors-none")).isEqualTo("Nothing here matches the filter.");
        browser.one("#filter").clear();
        browser.one("#filter").sendKeys(" ");
        browser.until("all are shown", () -> files("way").size() == 3);
        browser.one("#way-head [data-sort=file] button").click();
        browser.until("by name", () -> files("way").get(0).equals(hostile));
        assertThat(browser.one("#way-head [data-sort=file]").getDomAttribute("aria-sort")).isEqualTo("ascending");
        browser.one("#way-head [data-sort=file] button").click();
        browser.until("the other way round", () -> files("way").get(2).equals(hostile));

        browser.one("[aria-label='Cancel orders-1.json']").click();
        assertThat(browser.text("#ask")).contains("Cancel orders-1.json?").contains("run ");
        assertThat(browser.focused().getText()).as("what does nothing has the focus").isEqualTo("Leave it");
        browser.focused().sendKeys(Keys.ENTER);
        assertThat(gateway.ticketNames()).hasSize(3);
        browser.one("[aria-label='Cancel orders-1.json']").click();
        browser.one("#ask-yes").click();
        browser.until("it is told", () -> browser.text("#told").contains("orders-1.json is being canceled"));
        browser.until("it has gone", () -> !files("way").contains("orders-1.json") && files("delivered").contains("orders-1.json"));
        assertThat(browser.text("#delivered-rows tr:first-child")).contains("canceled");

        Path copy = Files.copy(gateway.errors().resolve("bad.error.json"), gateway.errors().resolve("copy.error.json"));
        browser.until("a copy of its report is shown too", () -> files("errors").size() == 2);
        String before = browser.text("#freshness");
        browser.until("it is asked again", () -> !browser.text("#freshness").equals(before));
        assertThat(files("errors")).as("no row is left behind").containsExactly("bad.json", "bad.json");
        Files.delete(copy);
        browser.until("the copy has gone", () -> files("errors").size() == 1);

        Files.writeString(gateway.errors().resolve("bad.json"), SQUARE);
        browser.one("[aria-label='Retry bad.json']").click();
        browser.until("it is told", () -> browser.text("#told").contains("bad.json is in its inbox again"));
        browser.until("its output is delivered", () -> files("errors").isEmpty()
                && browser.text("#delivered-rows tr:first-child").contains("succeeded"));
        assertThat(gateway.outbox().resolve("bad.json")).exists();
        assertThat(browser.script("return document.title")).asString().isEqualTo("2 on their way – camel-nextmv");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void itSaysWhenTheGatewayDoesNotAnswerAndGoesOnByItselfWhenItDoesAgain() {
        GatewayFixture gateway = served(gateway(cloud(quick()))).start();
        dropSlow(gateway, "orders.json");
        gateway.untilWaiting(1);
        browser.go(address);
        browser.until("it is shown", () -> files("way").size() == 1);

        gateway.stop();
        browser.until("it is told", () -> browser.text("#state").equals("The gateway does not answer"));
        assertThat(browser.text("#freshness")).startsWith("As it was at ").contains("asking again in");
        assertThat(files("way")).as("what was known is still there").containsExactly("orders.json");
        gateway.start();
        browser.until("it goes on", () -> !browser.text("#state").equals("The gateway does not answer")
                && files("way").size() == 1);

        // With what another process gave out nothing can be done; the page has learned the new one by itself.
        browser.one("[aria-label='Cancel orders.json']").click();
        browser.one("#ask-yes").click();
        browser.until("it is canceled", () -> files("delivered").contains("orders.json"));
    }

    @Test
    void whoeverUsesKeysOrHearsThePageFindsEverything() throws IOException {
        GatewayFixture gateway = served(gateway(cloud(quick()))).start();
        dropSlow(gateway, "orders.json");
        gateway.untilWaiting(1);
        gateway.drop("bad.json", "[1, 2");
        gateway.untilDone(1);
        browser.go(address);
        browser.until("it is shown", () -> files("way").size() == 1 && files("errors").size() == 1);

        browser.one("body").sendKeys(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("To what is on its way");
        browser.focused().sendKeys(Keys.ENTER);
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("on-their-way");
        WebElement cancel = browser.one("[aria-label='Cancel orders.json']");
        browser.script("arguments[0].focus()", cancel);
        Object seen = browser.script("return document.getElementById('freshness').textContent");
        browser.until("it has asked again", () -> !seen.equals(
                browser.script("return document.getElementById('freshness').textContent")));
        assertThat(browser.focused()).as("whoever is at a row is not disturbed").isEqualTo(cancel);
        assertThat((List<?>) browser.script("""
                return [...document.querySelectorAll('button, a, input, svg, table, progress, section')].filter(e => e.checkVisibility())
                  .filter(e => !(e.textContent.trim() && /^(A|BUTTON)$/.test(e.tagName)) && !e.getAttribute('aria-label')
                    && !e.getAttribute('aria-labelledby') && !(e.labels && e.labels.length)).map(e => e.outerHTML.slice(0, 80))
                """)).as("what has no name").isEmpty();
        assertThat(browser.script("return [...document.querySelectorAll('h1, h2')].filter(e => e.checkVisibility())"
                + ".map(e => e.tagName).join(' ')")).isEqualTo("H1 H2 H2 H2");
        assertThat(browser.script("return [...document.querySelectorAll('header, main, footer')].length")).isEqualTo(3L);
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            assertThat((List<?>) browser.script(CONTRASTS, CONTRAST)).as(scheme).isEmpty();
        }
        browser.size(390, 844, true);
        assertThat(browser.script("return document.documentElement.scrollWidth")).as("nothing is wider than a phone")
                .isEqualTo(390L);
        assertThat(browser.complaints()).isEmpty();
    }

    /** Some of a gateway's life, in light, in the dark, and on a phone. */
    @Test
    void itIsToBeSeenInLightAndInTheDarkAndOnAPhone() throws IOException {
        MovableClock clock = new MovableClock();
        clock.turn(Duration.ofSeconds(8040).minusMinutes(MINUTES));
        GatewayFixture gateway = served(gateway(cloud(quick().withRunTime(Duration.ofMillis(100))))).at(clock)
                .with("nextmv.console-url", "https://console.example.com").with("nextmv.poll.max-duration", "3m").start();
        int done = 0;
        for (int minute = 0; minute < MINUTES; minute++) {
            int count = 2 + (minute * 7 + minute / 9 * 5) % 6;
            for (int i = 0; i < count; i++) {
                String name = DEPOTS.get((minute + i) % DEPOTS.size()) + "-" + (400 + minute * 6 + i) + ".json";
                boolean fails = minute == 11 && i < 2 || minute == 22 && i == 0;
                gateway.drop(name, fails ? SQUARE.replaceFirst("\\{", "{\"fail\": \"no vehicle can reach stop c before it closes\",")
                        : SQUARE);
            }
            if (minute % 5 == 4) {
                dropSlow(gateway, "night-plan-" + (minute / 5 + 1) + ".json");
            }
            done += count;
            int waiting = (minute + 1) / 5;
            int all = done + waiting;
            gateway.until("all are taken", () -> GatewayFixture.names(gateway.archive()).size() + gateway.ticketNames().size() >= all);
            Duration took = Duration.ofSeconds(9 + minute * 13 % 17 + (minute == 22 ? 25 : 0));
            clock.turn(took);
            gateway.untilDone(done);
            gateway.untilWaiting(waiting);
            clock.turn(Duration.ofMinutes(1).minus(took));
        }
        gateway.drop("not-json.json", "[1, 2");
        gateway.untilDone(done + 1);
        browser.go(address);
        browser.until("all is shown", () -> files("way").size() == MINUTES / 5 && files("errors").size() == 4
                && browser.all("#way-rows progress").size() == MINUTES / 5);

        assertThat(browser.all("#rate .outputs")).hasSize(MINUTES);
        assertThat(browser.all("#rate .others")).hasSizeGreaterThan(1);
        assertThat(browser.all("#time .median")).hasSize(1);
        Path images = Boolean.getBoolean("write") ? Path.of("docs", "images") : home.resolve("images");
        browser.size(1040, 800, false);
        browser.picture(images.resolve("page-light.png"));
        browser.scheme("dark");
        browser.size(1040, 640, false);
        browser.script("document.getElementById('on-their-way').scrollIntoView()");
        browser.picture(images.resolve("page-dark.png"));
        browser.scheme("light");
        browser.size(390, 844, true);
        browser.script("scrollTo(0, 0)");
        browser.picture(images.resolve("page-phone.png"));
        for (String name : List.of("light", "dark", "phone")) {
            assertThat(Files.size(images.resolve("page-" + name + ".png"))).isBetween(10_000L, 150_000L);
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
