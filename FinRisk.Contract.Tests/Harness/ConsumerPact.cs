using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FinRisk.Contract.Tests.Providers;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>
/// A pact between FinRisk and one provider. Its file comes from calls of the product's own client to Pact's mock server: an
/// interaction that the client did not make as described is not written.
/// </summary>
internal sealed record ConsumerPact(string Provider, string Client, string Path)
{
    /// <summary>The key of the examples, which the provider's state makes a valid one.</summary>
    public const string Key = "pact-example-key";

    private const string Consumer = "FinRisk";

    /// <summary>The header of the API key, and what stands before the key in it.</summary>
    public required (string Name, string Prefix) KeyHeader { get; init; }

    /// <summary>The header of the idempotency key.</summary>
    public required string IdempotencyKeyHeader { get; init; }

    /// <summary>The body of the request.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>What may happen between the two.</summary>
    public required IReadOnlyList<Interaction> Interactions { get; init; }

    /// <summary>The name of the pact's file.</summary>
    public string FileName => $"{Consumer}-{Provider}.json";

    /// <summary>Lets the client make one interaction with the mock server, and adds it to the pact's file in a folder.</summary>
    public async Task ProduceAsync(Interaction interaction, string folder)
    {
        var pact = PactNative.NewPact(Consumer, Provider);
        try
        {
            Succeeded(PactNative.WithSpecification(pact, PactNative.SpecificationV4), "with_specification");
            Describe(pact, interaction);
            await CallAsync(pact, interaction);
            Succeeded(PactNative.WriteFile(pact, folder, overwrite: false) == 0, "pact_handle_write_file");
        }
        finally
        {
            _ = PactNative.FreePact(pact);
        }
    }

    private async Task CallAsync(ushort pact, Interaction interaction)
    {
        var port = PactNative.CreateMockServer(pact, "127.0.0.1", 0, "http", null);
        Succeeded(port > 0, "create_mock_server_for_transport");
        try
        {
            var result = await ConsumerClient.ScoreAsync(Client, new Uri($"http://127.0.0.1:{port}"), interaction.Key);

            // What the request lacks says more than the 500 that the mock server answers it with.
            Assert.Equal("[]", Marshal.PtrToStringUTF8(PactNative.MockServerMismatches(port)));
            Assert.Equal(
                (interaction.Expected, interaction.Status, interaction.Score, interaction.RetryAfter),
                (result.Status, result.HttpStatus ?? 0, result.Score, result.RetryAfter));
        }
        finally
        {
            PactNative.CleanUpMockServer(port);
        }
    }

    private void Describe(ushort pact, Interaction interaction)
    {
        var handle = PactNative.NewInteraction(pact, interaction.Description);
        Succeeded(PactNative.Given(handle, interaction.State.Text), "given");
        Succeeded(PactNative.WithRequest(handle, "POST", Path), "with_request");
        foreach (var (name, value) in ConsumerClient.CommonHeaders)
            AddHeader(handle, PactNative.Part.Request, name, value);
        AddHeader(handle, PactNative.Part.Request, KeyHeader.Name, KeyHeader.Prefix + interaction.Key);
        AddHeader(handle, PactNative.Part.Request, IdempotencyKeyHeader, ConsumerClient.IdempotencyKey);
        AddBody(handle, PactNative.Part.Request, Body);

        Succeeded(PactNative.ResponseStatus(handle, (ushort)interaction.Status), "response_status");
        foreach (var (name, value) in interaction.Headers)
            AddHeader(handle, PactNative.Part.Response, name, value);
        if (interaction.Body is { } body)
            AddBody(handle, PactNative.Part.Response, body);
    }

    private static void AddHeader(uint handle, PactNative.Part part, string name, JsonNode value) => Succeeded(
        PactNative.WithHeader(handle, part, name, 0, value is JsonObject matcher ? matcher.ToJsonString() : value.ToString()),
        "with_header_v2");

    private static void AddBody(uint handle, PactNative.Part part, JsonObject body) =>
        Succeeded(PactNative.WithBody(handle, part, "application/json", body.ToJsonString()), "with_body");

    private static void Succeeded(bool success, string function)
    {
        if (!success)
            throw new InvalidOperationException($"pactffi_{function} failed.");
    }
}
