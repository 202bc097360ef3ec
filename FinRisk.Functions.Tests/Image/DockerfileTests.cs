using FinRisk.Testing;

namespace FinRisk.Functions.Tests.Image;

/// <summary>What the Dockerfile promises without being run.</summary>
public sealed class DockerfileTests
{
    private static readonly Dockerfile File = new(Repository.Read("FinRisk.Functions/Dockerfile"));

    /// <summary>The SDK that compiles is one image for good; its tag says to people, and to updates, which one.</summary>
    [Fact]
    public void The_build_starts_from_a_digest_beside_its_tag() =>
        Assert.Matches("^mcr.microsoft.com/dotnet/sdk:10.0@sha256:[0-9a-f]{64} AS build$", From("build"));

    /// <summary>
    /// The final image's base has a tag of our major version; the pipeline always builds on its digest (infra/tests).
    /// </summary>
    [Fact]
    public void The_image_starts_from_the_host_of_our_version() =>
        Assert.Matches(
            "^mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0(@sha256:[0-9a-f]{64})? AS final$",
            From("final"));

    /// <summary>A number, so that a platform can see that it is not root.</summary>
    [Fact]
    public void The_app_is_not_root() =>
        Assert.Equal("1654", File.Instructions.Last(instruction => instruction.Name == "USER").Text);

    /// <summary>Every build gets the backend that its caller names, and both commands the same.</summary>
    [Fact]
    public void Restore_and_publish_build_for_one_backend() =>
        Assert.Equal(2, File.Instructions.Where(i => i is { Stage: "build", Name: "RUN" }).Count(
            i => i.Text.Contains(" -p:DurableBackend=storage ", StringComparison.Ordinal)
            || i.Text.EndsWith(" -p:DurableBackend=storage", StringComparison.Ordinal)));

    private static string From(string stage) => File.Instructions.Single(i => i.Name == "FROM" && i.Stage == stage).Text;
}
