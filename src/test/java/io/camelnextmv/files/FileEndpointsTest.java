package io.camelnextmv.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileEndpointsTest {
    @ParameterizedTest
    @CsvSource({"orders.json,true", "sub/orders.json,true", "../orders.json,false", "sub/../../orders.json,false",
        "..\\orders.json,false", "/etc/passwd,false", "sub//orders.json,false", "..,false"})
    void aFileOfAServerIsTakenIfItLiesInTheFolder(String path, boolean taken) {
        GenericFile<Object> file = new GenericFile<>();
        file.setRelativeFilePath(path);
        file.setFileNameOnly(new File(path).getName());

        assertThat(FileEndpoints.isContained(file)).isEqualTo(taken);
    }
}
