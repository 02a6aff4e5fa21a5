package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoredNamesTest {
    private final IgnoredNames ignored = new IgnoredNames(List.of("*.bak", "draft-*-of-*.json", "v?", "A.b"));

    @ParameterizedTest
    @ValueSource(strings = {"orders.json.filepart", "plan.csv.1a2b.partial", "~$book.xlsx", ".~lock.book.ods#",
        "a.crdownload", "Unconfirmed 12345.crdownload", "a.download", "a.zip.part", "orders.tmp", "ORDERS.JSON.TMP",
        ".orders.json.swp", "orders.json.swp", "orders.json~", "Thumbs.db", "THUMBS.DB", "desktop.ini", ".DS_Store",
        "._orders.json", ".orders.json.AbC123", ".syncthing.orders.json.tmp", "~syncthing~orders.json.tmp",
        "a.csv_.gstmp", "a.csv._COPYING_", "a.json.writing", "#a.json#", ".#a.json", ".in.a.json.", "orders.lnk",
        ".nfs000000001", "a.json.bad-output", "Icon\r", ".part",
        "x.bak", "X.BAK", "draft-1-of-2.json", "v1", "a.B"})
    void namesThatProgramsGiveToUnfinishedAndPrivateFilesAreLeftAndThoseOfTheSettingToo(String name) {
        assertThat(ignored.has(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.json", "orders", "tmp", "part", "orders.tmp.json", "part.json", "download",
        "a.partial.csv", "~book.xlsx", "$book.xlsx", "thumbs.db.csv", "a#", "#a", "orders~1.json", "bak", "draft.json",
        "draft-of-.json", "v12", "v", "a.bc", "a+b", "日本語.json", "x.bakery"})
    void allOthersAreInputs(String name) {
        assertThat(ignored.has(name)).isFalse();
    }
}
