using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace FinRisk.Bench.Load.Processes;

/// <summary>A published program and the settings that decide how it runs, read back from what was published.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Executable">Full path of the program.</param>
/// <param name="Settings">How it collects garbage and is compiled.</param>
internal sealed record PublishedProgram(string Name, string Executable, RuntimeSettings Settings)
{
    public static PublishedProgram Read(string folder, string name)
    {
        var full = Path.GetFullPath(folder);
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(full, $"{name}.runtimeconfig.json")));
        config.RootElement.GetProperty("runtimeOptions").TryGetProperty("configProperties", out var properties);
        var settings = new RuntimeSettings(
            Flag(properties, "System.GC.Server", otherwise: false),
            Flag(properties, "System.GC.Concurrent", otherwise: true),
            Flag(properties, "System.Runtime.TieredCompilation", otherwise: true),
            Flag(properties, "System.Runtime.TieredPGO", otherwise: true),
            IsReadyToRun(Path.Combine(full, $"{name}.dll")));
        return new PublishedProgram(name, Path.Combine(full, name), settings);
    }

    /// <summary>A runtime switch: as the program sets it, or the runtime's own default.</summary>
    private static bool Flag(JsonElement properties, string name, bool otherwise) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var value)
            ? value.GetBoolean()
            : otherwise;

    private static bool IsReadyToRun(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var reader = new PEReader(stream);
        return reader.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size > 0;
    }
}
