using Calls;

// GeneratedClients ADDRESS: the calls of each generator's client against a host at that address.
var host = new Uri(args[0]);
string[] outcomes = [.. await KiotaCalls.RunAsync(), .. await NSwagCalls.RunAsync(host)];
foreach (var outcome in outcomes)
    Console.WriteLine(outcome);
