package io.camelnextmv.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import io.camelnextmv.ticket.TicketName;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas of what the gateway writes, made of its records: names as its JSON has them, descriptions of their
 * documentation. They are open: fields are added to, and never changed.
 */
final class RecordSchemas {
    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE = new PropertyNamingStrategies.SnakeCaseStrategy();
    private final ObjectMapper mapper;
    private final SchemaGenerator generator;

    RecordSchemas(ObjectMapper mapper) {
        this.mapper = mapper;
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_7,
                new OptionPreset(Option.FLATTENED_OPTIONALS, Option.INLINE_ALL_SCHEMAS, Option.ALLOF_CLEANUP_AT_THE_END,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS, Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES));
        config.forTypesInGeneral().withPropertySorter((one, other) -> 0)
                .withCustomDefinitionProvider((type, context) -> special(type.getErasedType()).map(node ->
                        new CustomDefinition(node, true)).orElse(null));
        config.forFields().withPropertyNameOverrideResolver(RecordSchemas::name)
                .withDescriptionResolver(RecordSchemas::description)
                .withNullableCheck(field -> field.getType().isInstanceOf(Optional.class))
                .withRequiredCheck(RecordSchemas::isAlwaysThere)
                .withEnumResolver(RecordSchemas::statuses);
        generator = new SchemaGenerator(config.build());
    }

    ObjectNode of(Class<?> type) {
        ObjectNode schema = generator.generateSchema(type);
        schema.put("description", Javadocs.of(type));
        return schema;
    }

    private Optional<ObjectNode> special(Class<?> type) {
        ObjectNode node = mapper.createObjectNode();
        if (type == Instant.class) {
            return Optional.of(node.put("type", "string").put("format", "date-time"));
        }
        if (type == TicketName.class) {
            return Optional.of(node.put("type", "string").put("pattern", "^" + form() + "$"));
        }
        if (type.isEnum()) {
            ArrayNode names = node.put("type", "string").putArray("enum");
            Arrays.stream(type.getEnumConstants()).map(constant -> ((Enum<?>) constant).name()).forEach(names::add);
            return Optional.of(node);
        }
        return JsonNode.class.isAssignableFrom(type) ? Optional.of(node) : Optional.empty();
    }

    private static String form() {
        try {
            Field form = TicketName.class.getDeclaredField("FORM");
            form.setAccessible(true);
            return form.get(null).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(FieldScope field) {
        return Optional.ofNullable(field.getAnnotationConsideringFieldAndGetter(JsonProperty.class))
                .map(JsonProperty::value).orElseGet(() -> SNAKE.translate(field.getDeclaredName()));
    }

    private static String description(FieldScope field) {
        if (field.isFakeContainerItemScope()) {
            return null;
        }
        Class<?> record = field.getDeclaringType().getErasedType();
        String said = Javadocs.of(record, field.getDeclaredName()).orElseThrow(() -> new IllegalStateException(
                record + " says nothing of " + field.getDeclaredName()));
        Class<?> type = held(field);
        return type.isEnum() ? said + ". " + Javadocs.ofConstants(type) : said;
    }

    private static Class<?> held(FieldScope field) {
        return field.getType().isInstanceOf(Optional.class)
                ? field.getTypeParameterFor(Optional.class, 0).getErasedType() : field.getType().getErasedType();
    }

    /** What an earlier version did not know, or what may be missing, is empty when it is read. */
    private static boolean isAlwaysThere(FieldScope field) {
        Class<?> type = field.getType().getErasedType();
        return !field.isFakeContainerItemScope() && !Optional.class.isAssignableFrom(type)
                && !Map.class.isAssignableFrom(type) && !Collection.class.isAssignableFrom(type)
                && Arrays.stream(type.getDeclaredFields()).noneMatch(constant -> constant.getName().equals("NONE"));
    }

    /** The status words are texts in the code, listed in its documentation. */
    private static Collection<?> statuses(FieldScope field) {
        boolean isStatus = field.getDeclaredName().equals("status") && field.getType().getErasedType() == String.class
                && !field.isFakeContainerItemScope();
        List<String> words = isStatus ? Javadocs.words(field.getDeclaringType().getErasedType(), "status") : List.of();
        return words.isEmpty() ? null : words;
    }
}
