package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The assets of a run.
 *
 * @param items the assets
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AssetList(List<Asset> items) {
    /** A list without items is no list; what cannot be asked for by its id is left out. */
    public AssetList {
        if (items == null) {
            throw new UnreadableAnswer("the list of assets carries no items");
        }
        items = items.stream()
                .filter(asset -> asset != null && asset.id().matches("[A-Za-z0-9_][A-Za-z0-9_.~-]{0,199}"))
                .toList();
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
    }
}
