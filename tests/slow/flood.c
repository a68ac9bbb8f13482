/* People who come when they come, however long the answers take: see flood.py, which builds and reads this.

   flood PORT PATH [RATE SECONDS]...: a line for each who came: when (seconds), the status (0: none), how long it took. */

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 30.0 /* seconds: then somebody goes away without an answer */
#define MOST 65536    /* file descriptors */

static struct { double at; int status, asked; } who[MOST];
static double begun;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9 - begun;
}

static void goes(int door) {
    printf("%.6f %d %.6f\n", who[door].at, who[door].status, now() - who[door].at);
    who[door].asked = 0;
    close(door);
}

int main(int count, char **words) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char request[2048], heard[65536];
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n",
                          words[2], words[1]);
    int crowd = epoll_create1(0), waiting = 0, phase = 3, came = 0, highest = 0;
    struct epoll_event found[256];
    double start = 0;
    begun = now();
    while (phase + 1 < count || waiting) {
        double until = now() + 0.1;
        while (phase + 1 < count) {
            double rate = atof(words[phase]), seconds = atof(words[phase + 1]), due = start + came / rate;
            if (came >= rate * seconds) { start += seconds; came = 0; phase += 2; continue; }
            if (due > now()) { until = due; break; }
            came++;
            int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            if (door < 0 || door >= MOST) { perror("no more doors"); return 1; }
            who[door].at = now(); who[door].status = 0; who[door].asked = 1;
            highest = door > highest ? door : highest;
            connect(door, (struct sockaddr *)&place, sizeof place);
            struct epoll_event event = {.events = EPOLLOUT, .data.fd = door};
            epoll_ctl(crowd, EPOLL_CTL_ADD, door, &event);
            waiting++;
        }
        double left = until - now();
        int some = epoll_wait(crowd, found, 256, left > 0 ? (int)(left * 1000) + 1 : 0);
        for (int each = 0; each < some; each++) {
            int door = found[each].data.fd;
            if (found[each].events & EPOLLOUT) {
                if (write(door, request, length) != length) { goes(door); waiting--; continue; }
                struct epoll_event event = {.events = EPOLLIN, .data.fd = door};
                epoll_ctl(crowd, EPOLL_CTL_MOD, door, &event);
                continue;
            }
            ssize_t got = read(door, heard, sizeof heard);
            if (got > 12 && !who[door].status) who[door].status = atoi(heard + 9);
            if (got <= 0) { goes(door); waiting--; }
        }
        for (int door = 0; phase + 1 >= count && door <= highest; door++)
            if (who[door].asked && now() > who[door].at + PATIENCE) { who[door].status = 0; goes(door); waiting--; }
    }
    return 0;
}
