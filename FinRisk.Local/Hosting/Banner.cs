namespace FinRisk.Local.Hosting;

/// <summary>What a person sees first: where things are, and a call that works when it is pasted.</summary>
internal static class Banner
{
    /// <summary>Prints it to the standard output.</summary>
    public static void Print(WebApplication app, Uri? simulator)
    {
        var address = app.Urls.First().TrimEnd('/');
        Console.WriteLine($"""
            FinRisk listens on {address}
            RiskShield {(simulator is null ? "is the configured vendor" : $"is simulated on {simulator.ToString().TrimEnd('/')}")}

            Try it:
              {SampleCall(address)}

            """);
    }

    private static string SampleCall(string address) =>
        $"curl -s {address}/validate -H 'Content-Type: application/json' -d '"
        + """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}""" + "'";
}
