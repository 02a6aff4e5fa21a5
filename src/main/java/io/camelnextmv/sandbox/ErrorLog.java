package io.camelnextmv.sandbox;

/** Why a run failed, and what it wrote. */
record ErrorLog(String error, String stdout, String stderr) {
}
