/** Where the beans of the routes are made, a class for each group of chapters of {@code routes/}. */
package io.camelnextmv.beans;
