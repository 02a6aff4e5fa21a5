/** What benches write down, with machine, date and commit, and what is made of it: a table, plots, the constants of the model. */
package io.camelnextmv.bench;
