/*
 * inside.h: without a guard.
 */
struct lt_inside {
    int a;
};
