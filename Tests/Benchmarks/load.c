// load SOCKET CONNECTIONS SECONDS: asks the question on standard input over and over, one call in flight on each connection, and prints
// calls per second, and the median, 99th percentile and longest time of a call in microseconds.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { most_connections = 4096, most_samples = 8 << 20, warm_up = 200 };

static double sent_at[most_connections];
static float samples[most_samples];
static char question[65536], answer[1 << 20];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int connected(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    int endpoint = socket(AF_UNIX, SOCK_STREAM, 0);
    if (endpoint < 0 || connect(endpoint, (struct sockaddr *)&address, sizeof address) < 0) fail(path);
    return endpoint;
}

static int compare(const void *left, const void *right) {
    float a = *(const float *)left, b = *(const float *)right;
    return (a > b) - (a < b);
}

int main(int count, char **words) {
    if (count != 4) return fprintf(stderr, "load SOCKET CONNECTIONS SECONDS < QUESTION\n"), 2;
    int connections = atoi(words[2]), endpoints[most_connections];
    double seconds = atof(words[3]);
    size_t length = fread(question, 1, sizeof question, stdin);
    if (connections < 1 || connections > most_connections || length == 0 || question[length - 1] != '\n') return 2;

    int poll = epoll_create1(0);
    for (int i = 0; i < connections; i++) {
        endpoints[i] = connected(words[1]);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, endpoints[i], &event) < 0) fail("epoll_ctl");
        sent_at[i] = now();
        if (write(endpoints[i], question, length) != (ssize_t)length) fail("write");
    }
    long calls = 0, errors = 0, taken = 0;
    double begin = now(), end = begin + seconds;
    for (double time = begin; time < end; time = now()) {
        struct epoll_event events[64];
        int ready = epoll_wait(poll, events, 64, 100);
        for (int k = 0; k < ready; k++) {
            int i = events[k].data.u32;
            ssize_t got = read(endpoints[i], answer, sizeof answer - 1);
            if (got <= 0) return fprintf(stderr, "connection %d ended\n", i), 1;
            answer[got] = 0;
            // An answer is far shorter than a socket's buffer and comes in one piece, except under load: then the rest follows.
            if (answer[got - 1] != '\n') continue;
            double finished = now();
            if (++calls > warm_up && taken < most_samples) samples[taken++] = (finished - sent_at[i]) * 1e6;
            if (strstr(answer, "\"error\"")) {
                if (errors++ == 0) fprintf(stderr, "%s", answer);
            }
            sent_at[i] = finished;
            if (write(endpoints[i], question, length) != (ssize_t)length) fail("write");
        }
    }
    double took = now() - begin;
    qsort(samples, taken, sizeof *samples, compare);
    if (taken == 0) return fprintf(stderr, "no answer\n"), 1;
    printf("%.0f %.0f %.0f %.0f %ld\n", calls / took, samples[taken / 2], samples[taken * 99 / 100], samples[taken - 1], errors);
    return 0;
}
