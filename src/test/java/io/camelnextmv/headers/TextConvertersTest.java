package io.camelnextmv.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.ticket.Ticket;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.TypeConversionException;
import org.apache.camel.TypeConverter;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SimpleTypeConverter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextConvertersTest {
    /** What a redelivery, a request and a comparison ask for each time: of others Camel searches all converters. */
    @ParameterizedTest
    @ValueSource(classes = {LoggingLevel.class, HttpMethods.class, Ticket.State.class, Fault.Kind.class})
    void eachConstantIsReadHoweverItIsWrittenByAConverterOfItsOwn(Class<? extends Enum<?>> type) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            TextConverters.addTo(context.getTypeConverterRegistry());
            context.start();
            TypeConverter converter = context.getTypeConverter();

            assertThat(context.getTypeConverterRegistry().lookup(type, String.class)).isInstanceOf(SimpleTypeConverter.class);
            for (Enum<?> constant : type.getEnumConstants()) {
                assertThat(converter.mandatoryConvertTo(type, constant.name())).isSameAs(constant);
                assertThat(converter.mandatoryConvertTo(type, " " + constant.name().toLowerCase(Locale.ROOT) + " "))
                        .isSameAs(constant);
            }
            assertThatThrownBy(() -> converter.mandatoryConvertTo(type, "loud")).isInstanceOf(TypeConversionException.class);
        }
    }
}
