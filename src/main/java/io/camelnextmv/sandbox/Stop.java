package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** A place to visit. With degrees, {@code x} is the longitude and {@code y} the latitude. */
record Stop(JsonNode id, boolean degrees, double x, double y) {
    private static final double EARTH_RADIUS_METERS = 6_371_008.8;

    /** Along the great circle in meters between two places on the Earth, else straight in the unit of x and y. */
    double distanceTo(Stop other) {
        if (!degrees) {
            return Math.hypot(x - other.x, y - other.y);
        }
        double dLat = Math.toRadians(other.y - y) / 2;
        double dLon = Math.toRadians(other.x - x) / 2;
        double h = Math.pow(Math.sin(dLat), 2)
                + Math.cos(Math.toRadians(y)) * Math.cos(Math.toRadians(other.y)) * Math.pow(Math.sin(dLon), 2);
        return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
