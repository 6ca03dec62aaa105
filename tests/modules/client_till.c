/* SPDX-License-Identifier: MIT */
/* A protected module of an application that builds outside the tree: sells
 * `argument` times, at what its prices say, and returns the sum. */
#include "client.h"
#include "binding.h"

CLIENT("till");
DEIMOS_RECEPTACLE(prices, service, "service",
                  .pairs = "<moduleName, \"till\">",
                  .predicate = "<role, \"prices\">");

int client_main(u32 argument)
{
    const char article[] = "tea";
    int sum = 0, price;

    for (u32 i = 0; i < argument; i++) {
        do {
            client->yield();
            price = prices->call(0, article, sizeof(article), NULL, 0);
        } while (price == E_UNBOUND);
        if (price < 0)
            return price;
        sum += price;
    }
    return sum;
}
