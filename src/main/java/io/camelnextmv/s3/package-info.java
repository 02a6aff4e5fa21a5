/** Endpoints that are buckets of S3, and of what speaks as S3 does: the names of what is taken from there and put there. */
package io.camelnextmv.s3;
