using System.Runtime.InteropServices;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>Plays a pact's requests to a provider and holds its responses against the pact.</summary>
internal sealed record PactVerifier(string Provider, Uri Address, string PactFile)
{
    /// <summary>Where states are set; null: the provider is taken as it is.</summary>
    public Uri? States { get; init; }

    /// <summary>A pattern of the descriptions that are verified; null: all.</summary>
    public string? Only { get; init; }

    /// <summary>A header that takes the place of the pact's own.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>Verifies.</summary>
    public Task<Verification> RunAsync() => Task.Run(Run);

    private Verification Run()
    {
        var verifier = PactNative.NewVerifier("FinRisk.Contract.Tests", "1");
        try
        {
            PactNative.SetProvider(verifier, Provider, Address.Scheme, Address.Host, (ushort)Address.Port, "");
            PactNative.SetNoPactsIsError(verifier, 1);
            if (States is not null)
                PactNative.SetProviderStates(verifier, States.ToString(), tearDown: 0, asBody: 1);
            if (Only is not null)
                PactNative.SetFilter(verifier, Only, null, 0);
            if (Header is { } header)
                PactNative.AddHeader(verifier, header.Name, header.Value);
            PactNative.AddFile(verifier, PactFile);
            var code = PactNative.Execute(verifier);
            return new Verification(code == 0, TakeOutput(verifier));
        }
        finally
        {
            PactNative.ShutDownVerifier(verifier);
        }
    }

    private static string TakeOutput(nint verifier)
    {
        var text = PactNative.Output(verifier, withoutColours: 1);
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? "";
        }
        finally
        {
            PactNative.FreeString(text);
        }
    }
}

/// <summary>What came of a verification.</summary>
/// <param name="Passed">Whether the provider keeps the pact.</param>
/// <param name="Report">Pact's report, one interaction after the other.</param>
internal sealed record Verification(bool Passed, string Report);
