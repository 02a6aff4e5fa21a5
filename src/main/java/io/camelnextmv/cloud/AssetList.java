package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The assets of a run, as far as they are fetched.
 *
 * @param items the first 1,000 of them
 * @param total how many there are
 */
@JsonDeserialize(using = AssetList.Reader.class)
public record AssetList(List<Asset> items, int total) {
    /** Pictures, tables, a report of each vehicle: more are the data of another application. */
    public static final int MOST = 1000;

    /** @param items all of them; what cannot be asked for by its id is left out */
    public AssetList(List<Asset> items) {
        this(items.stream().filter(Asset::canBeAskedFor).limit(MOST).toList(),
                (int) items.stream().filter(Asset::canBeAskedFor).count());
    }

    /** Reads them one by one: of a million only a thousand are kept. */
    static final class Reader extends StdDeserializer<AssetList> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(AssetList.class);
        }

        @Override
        public AssetList deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new UnreadableAnswer("the list of assets is no JSON object");
            }
            List<Asset> items = null;
            int total = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = "items".equals(parser.currentName());
                if (parser.nextToken() != JsonToken.START_ARRAY || !found) {
                    parser.skipChildren();
                    continue;
                }
                items = new ArrayList<>();
                total = read(parser, context, items);
            }
            if (items == null) {
                throw new UnreadableAnswer("the list of assets carries no items");
            }
            return new AssetList(List.copyOf(items), total);
        }

        private static int read(JsonParser parser, DeserializationContext context, List<Asset> items) throws IOException {
            int total = 0;
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == null) {
                    throw new UnreadableAnswer("the list of assets ends too early");
                }
                if (token != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    continue;
                }
                Asset asset = context.readValue(parser, Asset.class);
                if (asset.canBeAskedFor()) {
                    total++;
                    if (items.size() < MOST) {
                        items.add(asset);
                    }
                }
            }
            return total;
        }
    }

    /**
     * An asset.
     *
     * @param id   its id
     * @param name what people call it; not a safe file name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Asset(String id, String name) {
        /** Absent is empty. */
        public Asset {
            id = id == null ? "" : id;
            name = name == null ? "" : name;
        }

        private boolean canBeAskedFor() {
            return id.matches("[A-Za-z0-9_][A-Za-z0-9_.~-]{0,199}");
        }
    }
}
